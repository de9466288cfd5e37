package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LagReportTest {

  private final LagReport report = new LagReport();

  @Test
  void shouldTellLagThatAFaultExplainsFromLagThatNothingExplains() {
    note(1.2, false);
    note(5, true);
    note(9, false); // still catching up on the fault
    note(0.8, false);
    note(1.4, false);

    assertThat(report.toString())
        .isEqualTo(
            "5 table lines, the slowest 0.3 s late%n".formatted()
                + "Lag: at most 1.4 s of production, and 9.0 s after faults");
  }

  private void note(double lagSeconds, boolean fault) {
    LiveFigures figures =
        new LiveFigures(
            LocalTime.NOON,
            Duration.ofMinutes(2),
            0,
            0,
            0,
            0,
            lagSeconds,
            DatabaseFigures.NONE,
            Duration.ZERO,
            "");
    report.note(figures, TimeUnit.MILLISECONDS.toNanos(300), fault);
  }
}
