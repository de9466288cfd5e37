package io.tallyman.simulate;

/** What goes wrong, or is done to the system, at a moment. Times are virtual nanoseconds. */
sealed interface Fault {

  /** When. */
  long at();

  /** What happens to one host. */
  sealed interface OfHost extends Fault {

    /** Its number. */
    int host();
  }

  /** A host does nothing for a while, and then goes on as if nothing had been. */
  record Stall(long at, int host, long nanos) implements OfHost {}

  /**
   * The lanes of a host do nothing for a while, as if they were held up by a record: they don't
   * poll, but the clients beat on and the writer writes on.
   */
  record Hang(long at, int host, long nanos) implements OfHost {}

  /**
   * A host is killed.
   *
   * @param steps how many steps of transactions it still takes
   * @param back after how long it starts again
   */
  record Crash(long at, int host, int steps, long back) implements OfHost {}

  /** A host stops in good order, and starts again after a while. */
  record Leave(long at, int host, long back) implements OfHost {}

  /**
   * An operator holds a partition back for a while.
   *
   * @param partition its number, or -1 for the whole source
   */
  record Pause(long at, int host, int partition, long nanos) implements OfHost {}

  /** What a host asks about its topic takes this long, at most, from now on. */
  record SlowSight(long at, int host, long nanos) implements OfHost {}

  /** A host reaches no broker for a while, though the others do. */
  record CutOff(long at, int host, long nanos) implements OfHost {}

  /** The operator answers all losses that are open. */
  record Answer(long at) implements Fault {}

  /** What happens to the database. */
  sealed interface OfDatabase extends Fault {}

  /** The database is away. */
  record DatabaseAway(long at, long nanos) implements OfDatabase {}

  /** The database refuses whatever writes. */
  record ReadOnly(long at, long nanos) implements OfDatabase {}

  /** Connections fail at any step, with this chance in a thousand. */
  record BadWire(long at, long nanos, int perMille) implements OfDatabase {}

  /** A replica takes over that lacks the last commits. */
  record Failover(long at, int commits) implements OfDatabase {}

  /** The database is put back to the backup that was made so long before. */
  record Restore(long at, long nanos) implements OfDatabase {}

  /** What happens to the brokers, the group or the topic. */
  sealed interface OfBrokers extends Fault {}

  /** No broker answers. */
  record BrokersAway(long at, long nanos) implements OfBrokers {}

  /** The coordinator deals the partitions out anew, though nobody came or went. */
  record Reshuffle(long at) implements OfBrokers {}

  /** The topic is deleted and made anew. */
  record Recreation(long at) implements OfBrokers {}

  /** The topic gets more partitions. */
  record MorePartitions(long at, int number) implements OfBrokers {}

  /** What happens to the log of one partition. */
  sealed interface OfLog extends OfBrokers {

    /** The partition's number. */
    int partition();
  }

  /** A partition gets another leader, and loses nothing. */
  record NewLeader(long at, int partition) implements OfLog {}

  /** An unclean election: the last offsets of a partition are gone. */
  record Truncation(long at, int partition, int offsets) implements OfLog {}

  /** Retention takes a part of a partition's log, in percent of its offsets. */
  record Retention(long at, int partition, int percent) implements OfLog {}

  /** Compaction takes some records of a partition. */
  record Compaction(long at, int partition, int percent) implements OfLog {}

  /** A producer's transaction is open on a partition for a while. */
  record OpenTransaction(long at, int partition, long nanos, boolean aborted) implements OfLog {}
}
