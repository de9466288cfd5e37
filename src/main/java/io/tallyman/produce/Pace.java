package io.tallyman.produce;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Holds a loop to a rate: the n-th row is due n/rate seconds after the first. What was late is made
 * up for. Used by one thread.
 */
final class Pace {

  private final OptionalInt rate;
  private final LongSupplier ticker;
  private final LongConsumer parker;
  private final long start;

  /**
   * A pace that begins now.
   *
   * @param rate rows a second; empty for no limit
   * @param ticker nanoseconds, from any origin
   * @param parker waits for that many nanoseconds, or for less
   */
  Pace(OptionalInt rate, LongSupplier ticker, LongConsumer parker) {
    this.rate = rate;
    this.ticker = ticker;
    this.parker = parker;
    this.start = ticker.getAsLong();
  }

  /** Waits until it is the turn of the row after that many. */
  void await(long rows) throws InterruptedException {
    if (rate.isEmpty()) {
      return;
    }
    long due = (long) ((double) rows / rate.getAsInt() * TimeUnit.SECONDS.toNanos(1));
    for (long early = due - elapsed(); early > 0; early = due - elapsed()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      parker.accept(early);
    }
  }

  private long elapsed() {
    return ticker.getAsLong() - start;
  }
}
