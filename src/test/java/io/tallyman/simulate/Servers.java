package io.tallyman.simulate;

import io.tallyman.simulate.kafka.PartitionLog;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** The database and the brokers of a schedule: what is done to them, and how they recover. */
final class Servers {

  private final Stage stage;
  private final Feed feed;
  private final SplittableRandom random;
  private final IntPredicate standsStill;

  /**
   * @param standsStill whether nobody could notice that the log of a partition is cut off now
   */
  Servers(Stage stage, Feed feed, SplittableRandom random, IntPredicate standsStill) {
    this.stage = stage;
    this.feed = feed;
    this.random = random;
    this.standsStill = standsStill;
  }

  void happen(Fault.OfDatabase fault) {
    if (fault instanceof Fault.DatabaseAway away) {
      stage.database().crash();
      later(away.nanos(), stage.database()::start);
    } else if (fault instanceof Fault.ReadOnly refused) {
      stage.database().setReadOnly(true);
      later(refused.nanos(), () -> stage.database().setReadOnly(false));
    } else if (fault instanceof Fault.BadWire bad) {
      stage.weather().turnsBad(bad.nanos(), bad.perMille());
    } else if (fault instanceof Fault.Failover failover) {
      stage.database().failOver(failover.commits());
    } else if (fault instanceof Fault.Restore restore) {
      stage.database().restore(Math.max(0, fault.at() - restore.nanos()));
    }
  }

  void happen(Fault.OfBrokers fault) {
    if (fault instanceof Fault.BrokersAway away) {
      setBrokersAway(true);
      later(away.nanos(), () -> setBrokersAway(false));
    } else if (fault instanceof Fault.Reshuffle) {
      stage.group().reshuffle();
    } else if (fault instanceof Fault.Recreation) {
      stage.topic().recreate(stage.topic().partitions());
    } else if (fault instanceof Fault.MorePartitions more) {
      stage.topic().addPartitions(more.number());
    } else if (fault instanceof Fault.OfLog ofLog) {
      happen(ofLog, ofLog.partition() % stage.topic().partitions());
    }
  }

  private void happen(Fault.OfLog fault, int partition) {
    PartitionLog log = stage.topic().log(partition);
    if (fault instanceof Fault.NewLeader) {
      log.newLeader();
    } else if (fault instanceof Fault.Truncation cut) {
      log.truncate(log.end() - cut.offsets(), standsStill.test(partition));
    } else if (fault instanceof Fault.Retention retention) {
      log.deleteBefore(log.start() + (log.end() - log.start()) * retention.percent() / 100);
    } else if (fault instanceof Fault.Compaction compaction) {
      compact(log, compaction.percent());
    } else if (fault instanceof Fault.OpenTransaction transaction) {
      feed.openTransaction(log, transaction);
    }
  }

  private void compact(PartitionLog log, int percent) {
    for (long offset = log.start(); offset < log.end(); offset++) {
      if (random.nextInt(100) < percent) {
        log.compact(offset);
      }
    }
  }

  private void setBrokersAway(boolean away) {
    stage.topic().setAway(away);
    stage.group().setAway(away);
  }

  private void later(long nanos, Runnable action) {
    stage.scheduler().after(nanos, Scheduler.WORLD, action);
  }

  /** Whatever lasts longer than a few seconds ends here; the rest ends by itself. */
  void heal() {
    stage.weather().clears();
    stage.database().start();
    stage.database().setReadOnly(false);
    setBrokersAway(false);
  }
}
