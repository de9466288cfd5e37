package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveMeterTest {

  private final AtomicLong nanos = new AtomicLong();
  private final LiveMeter meter = new LiveMeter(Clock.systemUTC(), nanos::get);

  @Test
  void shouldShowNoRateWhileTheDatabaseDoesNotAnswer() {
    LiveFigures figures = null;
    for (int second = 1; second <= 5; second++) {
      figures = readAt(second, second);
    }
    assertThat(figures.settledRate()).isEqualTo(100);

    figures = readAt(8, 5);

    assertThat(figures.settledRate()).isZero();
    assertThat(figures.producedRate()).isPositive();
    assertThat(figures.databaseAge()).isEqualTo(Duration.ofSeconds(3));
  }

  /** At this second, when the database has answered last at that one. */
  private LiveFigures readAt(long second, long answered) {
    nanos.set(Duration.ofSeconds(second).toNanos());
    DatabaseFigures database =
        new DatabaseFigures(
            Duration.ofSeconds(answered).toNanos(),
            answered * 100,
            Map.of(0, answered * 100),
            Map.of(),
            Map.of(),
            List.of(),
            List.of());
    return meter.read(second * 100, database, "");
  }
}
