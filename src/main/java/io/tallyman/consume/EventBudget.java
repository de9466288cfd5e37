package io.tallyman.consume;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How many records of a source may be read: so many a second on the average, and those of one
 * second at once. A poll may take more than is left; then it is waited until that is paid for. All
 * lanes of the source in this process share one. Thread-safe.
 */
final class EventBudget {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final IntSupplier perSecond;

  // all of it under this object's lock
  private int rate;
  private double left;
  private long asOf;

  /**
   * @param perSecond how many records a second; 0 where there is no limit. It may change
   */
  EventBudget(IntSupplier perSecond) {
    this.perSecond = perSecond;
  }

  /** Takes note that so many records were read. */
  synchronized void take(int records, long nowNanos) {
    refill(nowNanos);
    if (rate > 0) {
      left -= records;
    }
  }

  /** Whether nothing more may be read now. */
  synchronized boolean isUsedUp(long nowNanos) {
    refill(nowNanos);
    return rate > 0 && left <= 0;
  }

  private void refill(long nowNanos) {
    int wanted = perSecond.getAsInt();
    if (rate == 0) {
      left = wanted;
      asOf = nowNanos;
    } else {
      long passed = Math.max(0, nowNanos - asOf); // lanes don't come here in the order of time
      left += passed * (rate / SECOND);
      asOf += passed;
    }
    rate = wanted;
    left = Math.min(left, rate);
  }
}
