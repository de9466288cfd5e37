package io.tallyman.consume;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: decorrelated jitter, so that hosts that failed together
 * don't come back together (M. Brooker, "Exponential Backoff And Jitter", AWS 2015). Not
 * thread-safe.
 */
final class Backoff {

  private static final int GROWTH = 3;

  private final long shortestNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private long lastNanos;

  /**
   * @param shortest the shortest wait
   * @param longest the longest wait
   */
  Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortestNanos = shortest.toNanos();
    this.longestNanos = longest.toNanos();
    this.random = random;
    this.lastNanos = shortestNanos;
  }

  /**
   * The next wait: random between the shortest and three times the last one, never over the
   * longest.
   */
  Duration next() {
    long most = Math.max(shortestNanos + 1, lastNanos * GROWTH);
    lastNanos = Math.min(longestNanos, random.nextLong(shortestNanos, most));
    return Duration.ofNanos(lastNanos);
  }

  /** After a success: begin again with the shortest wait. */
  void reset() {
    lastNanos = shortestNanos;
  }
}
