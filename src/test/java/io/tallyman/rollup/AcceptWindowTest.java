package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AcceptWindowTest {

  private static final long RECORD = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final AcceptWindow WINDOW =
      new AcceptWindow(Optional.of(Duration.ofHours(1)), Duration.ofMinutes(5));

  @Test
  void shouldAcceptAnEventExactlyAtEitherBound() {
    assertThat(WINDOW.isLate(RECORD - HOUR, RECORD)).isFalse();
    assertThat(WINDOW.isEarly(RECORD + 300_000, RECORD)).isFalse();
  }

  @Test
  void shouldRefuseAnEventAMillisecondBeyondEitherBound() {
    assertThat(WINDOW.isLate(RECORD - HOUR - 1, RECORD)).isTrue();
    assertThat(WINDOW.isEarly(RECORD + 300_001, RECORD)).isTrue();
  }

  @Test
  void shouldCallNothingLateWhereLateIsUnlimited() {
    AcceptWindow unlimited = new AcceptWindow(Optional.empty(), Duration.ZERO);

    assertThat(unlimited.isLate(Long.MIN_VALUE, RECORD)).isFalse();
    assertThat(unlimited.isEarly(RECORD + 1, RECORD)).isTrue();
    assertThat(unlimited.isEarly(RECORD, RECORD)).isFalse();
  }

  @Test
  void shouldNotBeNegative() {
    assertThatThrownBy(() -> new AcceptWindow(Optional.empty(), Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new AcceptWindow(Optional.of(Duration.ofMillis(-1)), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAskAboutTimeBeforeItAsksAboutTheFilter() {
    Rollup rollup =
        Sales.compile(
            Sales.definition(
                "by_country",
                List.of(new Condition.In("country", List.of("de"))),
                List.of("country"),
                new MeasureDefinition.Count("events")));
    Row listed = Sales.row("country", "de");
    Row unlisted = Sales.row("country", "fr");

    assertThat(rollup.outcome(RECORD - HOUR - 1, RECORD, listed)).isEqualTo(Outcome.LATE);
    assertThat(rollup.outcome(RECORD - HOUR - 1, RECORD, unlisted)).isEqualTo(Outcome.LATE);
    assertThat(rollup.outcome(RECORD + 300_001, RECORD, unlisted)).isEqualTo(Outcome.EARLY);
    assertThat(rollup.outcome(RECORD, RECORD, unlisted)).isEqualTo(Outcome.FILTERED);
    assertThat(rollup.outcome(RECORD, RECORD, listed)).isEqualTo(Outcome.COUNTED);
  }
}
