package io.tallyman.prove;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A host is stopped in its tracks (SIGSTOP) with a flush on its way, for longer than its session
 * lasts; the other takes its partitions over; then it goes on, and so does its flush. Once before
 * the flush has touched the database, once when all of it is written but the COMMIT.
 */
final class Zombie implements Faults {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration TAKE_OVER = Duration.ofMinutes(2);

  @Override
  public List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException {
    List<Host> hosts = counting.stage().hosts();
    counting.until(15);
    Finding first = freeze(hosts.get(0), Moment.FENCE, counting);
    counting.until(55);
    counting
        .patience()
        .until("both hosts count", LIMIT, () -> hosts.stream().allMatch(Host::hasWritten));
    return List.of(first, freeze(hosts.get(1), Moment.COMMIT, counting));
  }

  private static Finding freeze(Host zombie, Moment moment, Counting counting)
      throws SQLException, InterruptedException {
    FlushHold hold = new FlushHold(moment);
    zombie.wire().interfere(hold);
    try {
      counting
          .patience()
          .until(
              "a flush of host " + zombie.name() + " is at its " + moment,
              LIMIT,
              () -> hold.connection().isPresent());
      zombie.freeze();
      zombie.wire().interfere(Interference.NONE);
      return thawed(zombie, moment, counting, hold);
    } finally {
      zombie.thaw();
      hold.cut();
    }
  }

  private static Finding thawed(Host zombie, Moment moment, Counting counting, FlushHold hold)
      throws SQLException, InterruptedException {
    Counts counts = counting.counts();
    Host heir = counting.stage().other(zombie);
    long held = counts.partitionsOf(zombie);
    long begin = counting.patience().now();
    counting
        .journal()
        .say(
            "SIGSTOP: host %s (pid %d), %s counted, owner of %d partitions, a flush held at its %s",
            zombie.name(), zombie.pid(), counts.now(), held, moment);
    counting
        .patience()
        .until(
            "host %s has taken over from host %s".formatted(heir.name(), zombie.name()),
            TAKE_OVER,
            () -> counts.partitionsOf(zombie) == 0);
    double asleep = counting.patience().secondsSince(begin);
    long refused = zombie.wire().figures().refused();
    zombie.wire().figures().beginUnclaimed();
    zombie.thaw();
    hold.letGo();
    counting
        .patience()
        .until(
            "host %s has its partitions back".formatted(zombie.name()),
            LIMIT,
            () -> counts.partitionsOf(zombie) > 0);
    long refusedNow = zombie.wire().figures().refused() - refused;
    long unclaimed = zombie.wire().figures().unclaimed();
    String words =
        "%s slept %.1f s with a flush at its %s, %s took over its %d partitions; awake again: flushes refused by the fence %d, committed before a new claim %d"
            .formatted(zombie.name(), asleep, moment, heir.name(), held, refusedNow, unclaimed);
    counting.journal().say("SIGCONT: host %s", words);
    boolean refusedAsItMust = refusedNow > 0 || moment == Moment.COMMIT;
    return new Finding("zombie", held > 0 && refusedAsItMust && unclaimed == 0, words);
  }
}
