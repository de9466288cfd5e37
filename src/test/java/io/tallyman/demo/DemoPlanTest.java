package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.demo.RollupPlan.Condition;
import io.tallyman.demo.RollupPlan.Kind;
import io.tallyman.demo.RollupPlan.Measured;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoPlanTest {

  private final DemoPlan plan = read();

  @Test
  void shouldReadTheFirstSource() {
    assertThat(plan.source()).isEqualTo("tracking");
    assertThat(plan.topic()).isEqualTo("tracking-events");
    assertThat(plan.schema()).isEqualTo("io.tallyman.events.TrackingEvent");
    assertThat(plan.eventTime()).isEqualTo("occurred_at");
  }

  @Test
  void shouldMakeOnePlanForEachBucketOfItsRollups() {
    assertThat(plan.rollups())
        .extracting(RollupPlan::view)
        .containsExactly("everything_1m", "everything_1h", "buying");
    assertThat(plan.rollups())
        .extracting(RollupPlan::bucketMillis)
        .containsExactly(60_000L, 3_600_000L, 86_400_000L);
  }

  @Test
  void shouldAcceptSevenDaysLateAndFiveMinutesEarlyUnlessToldOtherwise() {
    assertThat(plan.rollups().get(0).acceptLateMillis()).isEqualTo(OptionalLong.of(604_800_000));
    assertThat(plan.rollups().get(0).acceptEarlyMillis()).isEqualTo(300_000);
    assertThat(plan.rollups().get(2).acceptLateMillis()).isEmpty();
    assertThat(plan.rollups().get(2).acceptEarlyMillis()).isEqualTo(600_000);
  }

  @Test
  void shouldReadConditionsDimensionsAndMeasures() {
    RollupPlan buying = plan.rollups().get(2);

    assertThat(buying.where())
        .containsExactly(
            new Condition("event_type", Set.of("purchase", "add_to_cart"), true),
            new Condition("country", Set.of("XX", "DE"), false));
    assertThat(buying.dimensions()).containsExactly("event_type", "client.os.name", "item_id");
    assertThat(buying.measures())
        .contains(
            new Measured("events", Kind.COUNT, List.of()),
            new Measured("revenue", Kind.SUM, List.of("quantity", "unit_price")),
            new Measured("duration", Kind.AVG, List.of("duration_ms")));
  }

  private static DemoPlan read() {
    try {
      return DemoPlan.read(Path.of(DemoPlanTest.class.getResource("two-rollups.yml").toURI()));
    } catch (java.io.IOException | java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
