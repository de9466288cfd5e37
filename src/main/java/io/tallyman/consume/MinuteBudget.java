package io.tallyman.consume;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** So many a minute and no more; whoever comes later in it is left out. Not thread-safe. */
final class MinuteBudget {

  private static final long PERIOD = Duration.ofMinutes(1).toNanos();

  private final LongSupplier ticker;
  private final IntSupplier limit;
  private long periodEnds;
  private int taken;
  private long leftOut;

  /**
   * @param ticker in nanoseconds
   * @param limit how many a minute; it may change
   */
  MinuteBudget(LongSupplier ticker, IntSupplier limit) {
    this.ticker = ticker;
    this.limit = limit;
    this.periodEnds = ticker.getAsLong() + PERIOD;
  }

  /**
   * Begins a new minute where the last has passed.
   *
   * @return how many were left out in that; 0 while it goes on
   */
  long turn() {
    long now = ticker.getAsLong();
    if (now - periodEnds < 0) {
      return 0;
    }
    long before = leftOut;
    periodEnds = now + PERIOD;
    taken = 0;
    leftOut = 0;
    return before;
  }

  /** Whether there is one more to be had in this minute. */
  boolean take() {
    if (taken < limit.getAsInt()) {
      taken++;
      return true;
    }
    leftOut++;
    return false;
  }
}
