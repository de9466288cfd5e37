package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumeMetricsTest {

  private static final RollupId ROLLUP = Fruit.rollup().table().id();

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ConsumeMetrics metrics = new ConsumeMetrics(registry);

  @BeforeEach
  void announce() {
    metrics.announce(Fruit.SOURCE, List.of(Fruit.rollup()));
  }

  @Test
  void shouldShowEveryOutcomeBeforeAnythingHappened() {
    assertThat(snapshot("tallyman_outcomes").getDataPoints())
        .extracting(point -> point.getLabels().get("outcome"))
        .containsExactlyInAnyOrder(
            "counted", "filtered", "late", "early", "duplicate", "rejected", "uncounted");
    assertThat(sum("tallyman_served_records", point -> true)).isZero();
    assertThat(snapshot("tallyman_flushes").getDataPoints()).hasSize(4);
  }

  @Test
  void shouldBalanceForEachRollupAlsoWhereItWasLeftOut() {
    metrics.flushed(
        Duration.ofMillis(3),
        batch(11, 2, Map.of(ROLLUP, new Outcomes(0, 3, 2, 1, 4, 1))),
        new WriteOutcome.Written());
    metrics.flushed(Duration.ofMillis(3), batch(7, 0, Map.of()), new WriteOutcome.Written());

    assertThat(sum("tallyman_served_records", point -> true)).isEqualTo(18);
    assertThat(sum("tallyman_absent_offsets", point -> true)).isEqualTo(2);
    assertThat(sum("tallyman_outcomes", point -> true)).isEqualTo(18);
    assertThat(sum("tallyman_outcomes", is("outcome", "uncounted"))).isEqualTo(7);
    assertThat(sum("tallyman_outcomes", is("outcome", "filtered"))).isEqualTo(3);
    assertThat(sum("tallyman_outcomes", is("outcome", "duplicate"))).isEqualTo(4);
  }

  @Test
  void shouldCountNothingOfABatchThatWasFencedOff() {
    metrics.flushed(
        Duration.ofMillis(3),
        batch(7, 0, Map.of()),
        new WriteOutcome.Fenced(List.of(Fruit.partition(0))));

    assertThat(sum("tallyman_served_records", point -> true)).isZero();
    assertThat(sum("tallyman_flushes", is("outcome", "fenced"))).isEqualTo(1);
    assertThat(metrics.fences(Fruit.SOURCE)).isEqualTo(1);
  }

  private static Batch batch(long served, long absent, Map<RollupId, Outcomes> outcomes) {
    PartitionProgress progress =
        new PartitionProgress(
            Fruit.partition(0),
            Fruit.TOPIC_ID,
            1,
            new OffsetRange(0, served + absent),
            OptionalInt.empty(),
            served,
            absent,
            outcomes,
            null);
    return new Batch(List.of(progress), List.of(), List.of());
  }

  private static Predicate<CounterDataPointSnapshot> is(String label, String value) {
    return point -> value.equals(point.getLabels().get(label));
  }

  private double sum(String name, Predicate<CounterDataPointSnapshot> which) {
    return snapshot(name).getDataPoints().stream()
        .filter(which)
        .mapToDouble(CounterDataPointSnapshot::getValue)
        .sum();
  }

  private CounterSnapshot snapshot(String name) {
    for (MetricSnapshot each : registry.scrape()) {
      if (each.getMetadata().getName().equals(name) && each instanceof CounterSnapshot counter) {
        return counter;
      }
    }
    throw new AssertionError("no counter " + name);
  }
}
