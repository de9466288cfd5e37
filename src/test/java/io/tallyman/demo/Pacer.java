package io.tallyman.demo;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says how many events are due, so that their number grows at a steady rate. After a stop it
 * catches up on what it missed, by a quarter more than the rate and at most {@value
 * #MOST_SECONDS_BEHIND} seconds' worth; what was missed before that is given up. Not thread-safe.
 */
final class Pacer {

  private static final double CATCH_UP = 1.25;
  private static final double MOST_SECONDS_BEHIND = 2;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final double rate;
  private final LongSupplier ticker;
  private long asked;
  private double owed;

  /**
   * A pacer that starts now.
   *
   * @param rate events a second
   * @param ticker monotonic nanoseconds
   */
  Pacer(double rate, LongSupplier ticker) {
    this.rate = rate;
    this.ticker = ticker;
    this.asked = ticker.getAsLong();
  }

  /** How many events to send now; the caller sends them all before it asks again. */
  int due(long mostNanosBetween) {
    long now = ticker.getAsLong();
    double passed = now - asked;
    asked = now;
    owed = Math.min(owed + rate * passed / NANOS, rate * MOST_SECONDS_BEHIND);
    double allowed =
        Math.max(1, rate * CATCH_UP * Math.min(passed, (double) mostNanosBetween) / NANOS);
    int due = (int) Math.min(owed, allowed);
    owed -= due;
    return due;
  }
}
