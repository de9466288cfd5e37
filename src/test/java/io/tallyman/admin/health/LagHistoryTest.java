package io.tallyman.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LagHistoryTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final LagHistory history = new LagHistory(2);

  @Test
  void shouldKeepAValueEveryThirtySeconds() {
    for (int second = 0; second <= 90; second++) {
      note(second, flow(0, second));
    }

    assertThat(history.shown().times()).containsExactly(START, at(30), at(60), at(90));
    assertThat(history.shown().series().get(0).lags()).containsExactly(0L, 30L, 60L, 90L);
  }

  @Test
  void shouldKeepOneHourAndNoMore() {
    for (int step = 0; step < 500; step++) {
      note(step * 30, flow(0, step));
    }

    assertThat(history.shown().times()).hasSize(120).last().isEqualTo(at(499 * 30));
    assertThat(Duration.between(history.shown().times().get(0), at(499 * 30)))
        .isLessThanOrEqualTo(Duration.ofHours(1));
    assertThat(history.shown().series().get(0).lags()).hasSize(120).startsWith(380L);
  }

  @Test
  void shouldHaveGapsWhereALagWasNotKnown() {
    note(0, flow(0, 5));
    note(30, flow(0, 6), flow(1, 7));
    note(60, unknown(0));
    note(90, flow(1, 8));

    assertThat(history.shown().series().get(0).lags()).containsExactly(5L, 6L, -1L, -1L);
    assertThat(history.shown().series().get(1).lags()).containsExactly(-1L, 7L, -1L, 8L);
  }

  @Test
  void shouldForgetAPartitionThatWasNotSeenForAnHour() {
    note(0, flow(0, 5), flow(1, 5));
    for (int step = 1; step <= 120; step++) {
      note(step * 30, flow(0, 5));
    }

    assertThat(history.shown().series()).hasSize(1);
  }

  @Test
  void shouldSayHowManyPartitionsHaveNoRoom() {
    note(0, flow(0, 1), flow(1, 1), flow(2, 1), flow(3, 1));

    assertThat(history.shown().series()).hasSize(2);
    assertThat(history.shown().leftOut()).isEqualTo(2);

    note(30, flow(0, 1), flow(1, 1));
    assertThat(history.shown().leftOut()).isZero();
  }

  @Test
  void shouldGoOnWhenTheClockIsSetBack() {
    note(0, flow(0, 1));
    note(-600, flow(0, 2));

    assertThat(history.shown().times()).containsExactly(START, at(-600));
  }

  private void note(int seconds, PartitionFlow... flows) {
    history.note(new HealthReport(at(seconds), Arrays.asList(flows), List.of()));
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private static PartitionFlow flow(int partition, long lag) {
    return flow(partition, OptionalLong.of(1_000 + lag));
  }

  private static PartitionFlow unknown(int partition) {
    return flow(partition, OptionalLong.empty());
  }

  private static PartitionFlow flow(int partition, OptionalLong end) {
    return new PartitionFlow(
        new SourcePartition("tracking", "events", partition),
        true,
        OptionalLong.of(1_000),
        end,
        null,
        "");
  }
}
