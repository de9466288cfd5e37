package io.tallyman.smoke;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How a run waits.
 *
 * @param clock the time of day
 * @param ticker nanoseconds from any origin
 * @param parker waits for about that many nanoseconds: {@code LockSupport::parkNanos}
 */
public record Patience(Clock clock, LongSupplier ticker, LongConsumer parker) {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /**
   * Looks until it is as wanted, or the time is over; at least once.
   *
   * @return whether it is as wanted
   */
  boolean await(Duration most, BooleanSupplier wanted) throws InterruptedException {
    long begin = ticker.getAsLong();
    while (!wanted.getAsBoolean()) {
      if (ticker.getAsLong() - begin >= most.toNanos()) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting for the events to be counted");
      }
      parker.accept(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }
}
