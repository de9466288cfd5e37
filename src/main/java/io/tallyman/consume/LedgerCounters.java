package io.tallyman.consume;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.event.RejectReason;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.RollupCells;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledger's balance as counters, since the process started. They move when a batch is in the
 * store. For every rollup {@code tallyman_served_records_total} of its source equals the sum of
 * {@code tallyman_outcomes_total} over its outcomes, one of which is {@code uncounted}: served
 * while the rollup was left out. Thread-safe.
 */
final class LedgerCounters {

  private static final List<String> OUTCOMES =
      List.of("counted", "filtered", "late", "early", "duplicate", "rejected", "uncounted");

  private final Counter served;
  private final Counter absent;
  private final Counter outcomes;
  private final Counter deadLetters;
  private final Counter cutValues;
  private final Map<String, List<String>> rollups = new ConcurrentHashMap<>();

  LedgerCounters(PrometheusRegistry registry) {
    served =
        counter("served_records", "Records that Kafka served and that are in the store.")
            .labelNames("source")
            .register(registry);
    absent =
        counter("absent_offsets", "Offsets that Kafka has no record for.")
            .labelNames("source")
            .register(registry);
    outcomes =
        counter("outcomes", "What became of the served records, per rollup.")
            .labelNames("source", "rollup", "outcome")
            .register(registry);
    deadLetters =
        counter("dead_letters", "Records that could not be counted.")
            .labelNames("source", "reason")
            .register(registry);
    cutValues =
        counter("cut_values", "Dimension values cut at 255 characters.")
            .labelNames("source", "rollup")
            .register(registry);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name("tallyman_" + name).help(help);
  }

  /** From now on all counters of a source are there, at 0 until something happens. */
  void announce(String source, List<Rollup> fed) {
    List<String> names = fed.stream().map(rollup -> rollup.table().id().name()).toList();
    rollups.put(source, names);
    served.initLabelValues(source);
    absent.initLabelValues(source);
    for (RejectReason reason : RejectReason.values()) {
      deadLetters.initLabelValues(source, reason.code());
    }
    for (String name : names) {
      cutValues.initLabelValues(source, name);
      OUTCOMES.forEach(outcome -> outcomes.initLabelValues(source, name, outcome));
    }
  }

  void written(Batch batch) {
    batch.progress().forEach(this::written);
    for (RollupCells cells : batch.cells()) { // where there are cells there is progress
      String source = batch.progress().get(0).partition().source(); // a batch is of one source
      cutValues.labelValues(source, cells.table().id().name()).inc(cells.cutValues());
    }
    batch
        .deadLetters()
        .forEach(
            letter ->
                deadLetters.labelValues(letter.partition().source(), letter.reason().code()).inc());
  }

  private void written(PartitionProgress progress) {
    String source = progress.partition().source();
    served.labelValues(source).inc(progress.served());
    absent.labelValues(source).inc(progress.absent());
    progress.outcomes().forEach((rollup, counts) -> written(source, rollup.name(), counts));
    for (String rollup : rollups.getOrDefault(source, List.of())) {
      if (progress.outcomes().keySet().stream().noneMatch(id -> id.name().equals(rollup))) {
        outcomes.labelValues(source, rollup, "uncounted").inc(progress.served());
      }
    }
  }

  private void written(String source, String rollup, Outcomes counts) {
    outcomes.labelValues(source, rollup, "counted").inc(counts.counted());
    outcomes.labelValues(source, rollup, "filtered").inc(counts.filtered());
    outcomes.labelValues(source, rollup, "late").inc(counts.late());
    outcomes.labelValues(source, rollup, "early").inc(counts.early());
    outcomes.labelValues(source, rollup, "duplicate").inc(counts.duplicate());
    outcomes.labelValues(source, rollup, "rejected").inc(counts.rejected());
  }
}
