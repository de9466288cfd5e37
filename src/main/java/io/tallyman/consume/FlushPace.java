package io.tallyman.consume;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a lane lets its batch grow. The configured interval is a minimum: where flushes take
 * long it stretches to a multiple of their time, and it varies by a tenth, so that many hosts that
 * write the same hot cells don't queue up behind each other in step. Not thread-safe.
 */
final class FlushPace {

  /** A lane spends at most about a quarter of its time having flushes under way. */
  private static final int STRETCH = 4;

  /** However long flushes take, what was counted is shown in ten intervals at the latest. */
  private static final int MOST = 10;

  private static final double JITTER = 0.1;

  private final RandomGenerator random;
  private long shortestNanos;
  private long flushNanos;
  private long intervalNanos;

  FlushPace(Duration shortest, RandomGenerator random) {
    this.shortestNanos = shortest.toNanos();
    this.random = random;
    this.intervalNanos = jittered();
  }

  /** Takes note of how long the store took for a flush. */
  void observe(long nanos) {
    flushNanos = (flushNanos + nanos) / 2;
    intervalNanos = jittered();
  }

  /** From now on this is the minimum. */
  void aimAt(Duration shortest) {
    if (shortest.toNanos() != shortestNanos) {
      shortestNanos = shortest.toNanos();
      intervalNanos = jittered();
    }
  }

  /** How old a batch is when it is handed over. */
  long intervalNanos() {
    return intervalNanos;
  }

  private long jittered() {
    long stretched = Math.min(flushNanos * STRETCH, shortestNanos * MOST);
    long base = Math.max(shortestNanos, stretched);
    return (long) (base * random.nextDouble(1 - JITTER, 1 + JITTER));
  }
}
