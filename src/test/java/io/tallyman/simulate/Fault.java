package io.tallyman.simulate;

/** What goes wrong, or is done to the system, at a moment. Times are virtual nanoseconds. */
sealed interface Fault {

  /** When. */
  long at();

  // ---- hosts

  /** A host does nothing for a while, and then goes on as if nothing had been. */
  record Stall(long at, int host, long nanos) implements Fault {}

  /**
   * A host is killed.
   *
   * @param steps how many steps of transactions it still takes
   * @param back after how long it starts again
   */
  record Crash(long at, int host, int steps, long back) implements Fault {}

  /** A host stops in good order, and starts again after a while. */
  record Leave(long at, int host, long back) implements Fault {}

  /**
   * An operator holds a partition back for a while.
   *
   * @param partition its number, or -1 for the whole source
   */
  record Pause(long at, int host, int partition, long nanos) implements Fault {}

  // ---- the database

  /** The database is away. */
  record DatabaseAway(long at, long nanos) implements Fault {}

  /** Connections fail at any step, with this chance in a thousand. */
  record BadWire(long at, long nanos, int perMille) implements Fault {}

  /** A replica takes over that lacks the last commits. */
  record Failover(long at, int commits) implements Fault {}

  // ---- the brokers

  /** No broker answers. */
  record BrokersAway(long at, long nanos) implements Fault {}

  /** A partition gets another leader, and loses nothing. */
  record NewLeader(long at, int partition) implements Fault {}

  /** An unclean election: the last offsets of a partition are gone. */
  record Truncation(long at, int partition, int offsets) implements Fault {}

  /** Retention takes a part of a partition's log, in percent of its offsets. */
  record Retention(long at, int partition, int percent) implements Fault {}

  /** Compaction takes some records of a partition. */
  record Compaction(long at, int partition, int percent) implements Fault {}

  /** The topic is deleted and made anew. */
  record Recreation(long at) implements Fault {}

  /** The topic gets more partitions. */
  record MorePartitions(long at, int number) implements Fault {}

  /** A producer's transaction is open on a partition for a while. */
  record OpenTransaction(long at, int partition, long nanos, boolean aborted) implements Fault {}
}
