package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SourceHealthTest {

  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

  private final ConsumerToggles toggles = new ConsumerToggles();

  @Test
  void shouldBeHealthyWhileItsLanesCount() {
    Result result = check("", partition(0, PartitionStatus.State.COUNTING, ""));

    assertThat(result.isHealthy()).isTrue();
    assertThat(result.getMessage()).isEqualTo("1 lane with 1 partition");
  }

  @Test
  void shouldBeHealthyAndSaySoWhilePaused() {
    toggles.replace(
        List.of(
            paused("sales", OptionalInt.empty(), "not ours"),
            paused("tracking", OptionalInt.of(0), "100% broken")));

    Result result = check("", partition(0, PartitionStatus.State.PAUSED, "paused"));

    assertThat(result.isHealthy()).isTrue();
    assertThat(result.getMessage())
        .isEqualTo(
            "tracking partition 0 paused on this host since 2026-11-21T10:00:00Z by ada (100%"
                + " broken)");
  }

  private static Toggle paused(String source, OptionalInt partition, String reason) {
    return new Toggle(source, partition, true, new Toggle.Origin(false, "ada", reason, TEN, null));
  }

  @Test
  void shouldBeUnhealthyWithTheCauseOfAStoppedPartitionAndOfALaneThatFails() {
    Result result =
        check(
            "the database is away: connection refused",
            partition(0, PartitionStatus.State.COUNTING, ""),
            partition(3, PartitionStatus.State.STOPPED, "offsets [5, 9) are lost"));

    assertThat(result.isHealthy()).isFalse();
    assertThat(result.getMessage())
        .isEqualTo(
            "tracking-0: the database is away: connection refused; partition 3 is stopped: offsets"
                + " [5, 9) are lost");
  }

  private Result check(String lastError, PartitionStatus... partitions) {
    LaneStatus ours =
        new LaneStatus("tracking-0", "tracking", List.of(partitions), false, lastError);
    LaneStatus other = new LaneStatus("sales-0", "sales", List.of(), false, "not ours either");
    return new SourceHealth("tracking", () -> List.of(ours, other), toggles).check();
  }

  private static PartitionStatus partition(int number, PartitionStatus.State state, String cause) {
    return new PartitionStatus(
        new SourcePartition("tracking", "events", number),
        state,
        7,
        1,
        OptionalLong.empty(),
        null,
        cause);
  }
}
