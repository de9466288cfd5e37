package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FlushPaceTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final FlushPace pace = new FlushPace(Duration.ofSeconds(1), new Random(1));

  @Test
  void shouldKeepTheConfiguredIntervalWithinATenthWhileFlushesAreQuick() {
    Set<Long> intervals = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.intervalNanos()).isBetween(SECOND * 9 / 10, SECOND * 11 / 10);
      intervals.add(pace.intervalNanos());
      pace.observe(SECOND / 100);
    }

    assertThat(intervals).hasSizeGreaterThan(900);
  }

  @Test
  void shouldStretchToFourTimesTheTimeThatFlushesTake() {
    for (int i = 0; i < 30; i++) {
      pace.observe(2 * SECOND);
    }

    assertThat(pace.intervalNanos()).isBetween(8 * SECOND * 9 / 10, 8 * SECOND * 11 / 10);
  }

  @Test
  void shouldShrinkAgainWhenFlushesAreQuickAgain() {
    pace.observe(60 * SECOND);
    for (int i = 0; i < 30; i++) {
      pace.observe(SECOND / 100);
    }

    assertThat(pace.intervalNanos()).isBetween(SECOND * 9 / 10, SECOND * 11 / 10);
  }

  @Test
  void shouldNeverStretchBeyondTenIntervals() {
    for (int i = 0; i < 30; i++) {
      pace.observe(60 * SECOND);
    }

    assertThat(pace.intervalNanos()).isLessThanOrEqualTo(11 * SECOND);
  }

  @Test
  void shouldNotJumpForOneSlowFlush() {
    pace.observe(SECOND / 10);
    pace.observe(SECOND);

    assertThat(pace.intervalNanos()).isLessThan(3 * SECOND);
  }
}
