package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Offset<Double> ALMOST = within(1e-6);

  private final History history = new History();

  @Test
  void shouldKnowTheRateOfTheLastSeconds() {
    steady(0, 10, 100);
    steady(10, 20, 300);

    assertThat(history.rate(Duration.ofSeconds(5))).isCloseTo(300, ALMOST);
  }

  @Test
  void shouldKnowWhenItStoodWhere() {
    steady(0, 20, 100);

    assertThat(history.secondsSince(1_750, seconds(20))).isCloseTo(2.5, ALMOST);
    assertThat(history.secondsSince(2_000, seconds(20))).isZero();
    assertThat(history.secondsSince(9_999, seconds(20))).isZero();
  }

  @Test
  void shouldNotCountAStandstillAsLag() {
    steady(0, 5, 100);
    history.note(seconds(60), 500);

    assertThat(history.secondsSince(500, seconds(61))).isZero();
  }

  private void steady(int from, int to, long perSecond) {
    long start = from * 100L;
    for (int second = from; second <= to; second++) {
      history.note(seconds(second), start + (second - from) * perSecond);
    }
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
