package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreadsHealthTest {

  private final ShownPart writer = new ShownPart("writer");
  private final ShownPart lane = new ShownPart("lane-orders-0", "writer");
  private final PartGraph parts = new PartGraph(List.of(writer, lane));
  private final ThreadsHealth health = new ThreadsHealth(parts);

  @Test
  void shouldBeHealthyWhileNoPartIsBeyondHelp() throws Exception {
    assertThat(health.execute().isHealthy()).as("before the start").isTrue();
    parts.start();
    assertThat(health.execute().isHealthy()).isTrue();

    writer.is(new Check.Unwell("the database is away"));

    assertThat(health.execute().isHealthy()).isTrue();
  }

  @Test
  void shouldSayWhichPartsHang() throws Exception {
    parts.start();
    writer.is(new Check.Hung("the writer's thread has ended; restart the service"));
    lane.is(new Check.Hung("100% of the lane hangs"));

    assertThat(health.execute().isHealthy()).isFalse();
    assertThat(health.execute().getMessage())
        .isEqualTo("the writer's thread has ended; restart the service; 100% of the lane hangs");

    parts.stop();

    assertThat(health.execute().isHealthy()).as("what is stopped hangs no more").isTrue();
  }
}
