package io.tallyman.demo;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on the way from a client to Kafka, and how often. The accepted window is the
 * service's default: seven days late, five minutes early. Not thread-safe.
 */
final class Mishaps {

  /** How old an event of a client that was offline becomes. */
  private static final Duration LONGEST_DELAY = Duration.ofHours(3);

  private static final double BROKEN = 0.000_9;
  private static final double WRONG_TIME = 0.000_1;
  private static final double REPEATED = 0.002;
  private static final double SLOW = 0.004;
  private static final double LATE = 0.000_3;
  private static final double EARLY = 0.000_2;

  private static final long ACCEPT_LATE = Duration.ofDays(7).toMillis();
  private static final long ACCEPT_EARLY = Duration.ofMinutes(5).toMillis();
  private static final long YEAR_900 = -33_765_000_000_000L;
  private static final long YEAR_12000 = 316_500_000_000_000L;

  private final RandomGenerator random;

  Mishaps(RandomGenerator random) {
    this.random = random;
  }

  /** Whether the next record repeats an earlier one. */
  boolean isRepeated() {
    return random.nextDouble() < REPEATED;
  }

  /** How the next record is broken; null for most. */
  @Nullable Fault fault() {
    Fault[] kinds = Fault.values();
    return random.nextDouble() < BROKEN ? kinds[random.nextInt(kinds.length)] : null;
  }

  /** The time that an event claims, in epoch milliseconds, which for most is when it happened. */
  long timeOf(MarketEvent event, long now) {
    double lot = random.nextDouble();
    if ((lot -= WRONG_TIME) < 0) {
      return random.nextBoolean() ? YEAR_900 : YEAR_12000;
    } else if ((lot -= LATE) < 0) {
      // One in four of these is accepted by a hair's breadth, or isn't.
      return now - ACCEPT_LATE - (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : someDays());
    } else if ((lot -= EARLY) < 0) {
      return now + ACCEPT_EARLY + (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : someDays());
    } else if ((lot - SLOW) < 0) {
      return now - random.nextLong(LONGEST_DELAY.toMillis());
    }
    return event.time();
  }

  private long someDays() {
    return random.nextLong(Duration.ofDays(3).toMillis());
  }
}
