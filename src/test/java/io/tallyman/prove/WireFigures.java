package io.tallyman.prove;

/** What was seen on a wire, in numbers. For any thread. */
final class WireFigures {

  private long written;
  private long refused;
  private long unclaimed;
  private boolean claimed;

  /** The database has committed a flush. */
  synchronized void noteWritten() {
    written++;
    if (!claimed) {
      unclaimed++;
    }
  }

  /** A flush has ended at its compare-and-set. */
  synchronized void noteRefused() {
    refused++;
  }

  /** The host claims a partition. */
  synchronized void noteClaim() {
    claimed = true;
  }

  /** How many flushes the database has committed. */
  synchronized long written() {
    return written;
  }

  /** How many flushes have ended at their compare-and-set. */
  synchronized long refused() {
    return refused;
  }

  /** From now on, until the host claims a partition, flushes are counted as unclaimed. */
  synchronized void beginUnclaimed() {
    claimed = false;
    unclaimed = 0;
  }

  /** How many flushes were committed between then and the next claim. */
  synchronized long unclaimed() {
    return unclaimed;
  }
}
