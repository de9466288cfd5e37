package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SourceHealthTest {

  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

  private final StagedFlow flow = new StagedFlow();

  @Test
  void shouldBeHealthyWhileItsLanesCount() {
    flow.log(0, 100).counting(0, 100, TEN).log(1, 100);

    assertThat(check().isHealthy()).isTrue();
    assertThat(check().getMessage()).isEqualTo("1 partition gets on");
  }

  @Test
  void shouldBeHealthyAndSaySoWhilePaused() {
    flow.toggles(
        () ->
            List.of(
                paused("sales", OptionalInt.empty(), "not ours"),
                paused("tracking", OptionalInt.of(0), "100% broken")));

    assertThat(check().isHealthy()).isTrue();
    assertThat(check().getMessage())
        .isEqualTo(
            "paused: tracking partition 0 paused on this host since 2026-11-21T10:00:00Z by ada"
                + " (100% broken). Remedy: bin/ctl consumer resume when the reason is gone");
  }

  private static Toggle paused(String source, OptionalInt partition, String reason) {
    return new Toggle(source, partition, true, new Toggle.Origin(false, "ada", reason, TEN, null));
  }

  @Test
  void shouldBeUnhealthyWithTheCauseOfAStoppedPartitionAndOfALaneThatFails() {
    flow.log(0, 100).counting(0, 100, TEN).log(3, 100);
    flow.stopped(3, PartitionStatus.Stop.LOSS, "offsets [5, 9) are lost").laneFails("no access");

    assertThat(check().isHealthy()).isFalse();
    assertThat(check().getMessage())
        .isEqualTo(
            "data_loss: partition 3 stopped: offsets [5, 9) are lost. Remedy: find out what"
                + " happened, then bin/ctl positions skip or bin/ctl positions reset |"
                + " consumer_failed: tracking-0: no access. Remedy: the sentence names what failed:"
                + " mostly access rights or two hosts of one name");
  }

  @Test
  void shouldSayOfManyPartitionsWithOneCauseHowManyThereAre() {
    for (int partition = 0; partition < 12; partition++) {
      flow.log(partition, 100).stopped(partition, PartitionStatus.Stop.LOSS, "lost");
    }

    assertThat(check().getMessage())
        .startsWith(
            "data_loss: partition 0 stopped: lost; partition 1 stopped: lost; partition 2 stopped:"
                + " lost; and 9 more partitions. Remedy: ");
  }

  private Result check() {
    return new SourceHealth("tracking", flow.watch()).check();
  }
}
