package io.tallyman.consume;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupCells;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.Locale;

/**
 * What this process has counted since it started. The counters move when a batch is in the store,
 * and they balance: for every rollup {@code tallyman_served_records_total} of its source equals the
 * sum of {@code tallyman_outcomes_total} over its outcomes.
 */
public final class ConsumeMetrics {

  private final Counter served;
  private final Counter absent;
  private final Counter outcomes;
  private final Counter deadLetters;
  private final Counter cutValues;
  private final Counter flushes;
  private final Counter retries;
  private final Histogram flushSeconds;
  private final Gauge lag;

  public ConsumeMetrics(PrometheusRegistry registry) {
    served =
        counter(
            registry,
            "tallyman_served_records",
            "Records that Kafka served and that are in the store.",
            "source");
    absent =
        counter(
            registry, "tallyman_absent_offsets", "Offsets that Kafka has no record for.", "source");
    outcomes =
        counter(
            registry,
            "tallyman_outcomes",
            "What became of the served records, per rollup.",
            "rollup",
            "outcome");
    deadLetters =
        counter(
            registry,
            "tallyman_dead_letters",
            "Records that could not be counted.",
            "source",
            "reason");
    cutValues =
        counter(
            registry, "tallyman_cut_values", "Dimension values cut at 255 characters.", "rollup");
    flushes = counter(registry, "tallyman_flushes", "Batches by what became of them.", "outcome");
    retries =
        counter(registry, "tallyman_store_retries", "Attempts that the store did not carry out.");
    flushSeconds =
        histogram(registry, "tallyman_flush_seconds", "How long the store took for a batch.");
    lag =
        gauge(
            registry,
            "tallyman_lag_records",
            "Offsets between the stored position and the log's stable end.",
            "source",
            "partition");
  }

  private static Histogram histogram(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder().name(name).help(help).unit(Unit.SECONDS).register(registry);
  }

  private static Gauge gauge(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** A batch came back from the store. */
  void flushed(Duration took, Batch batch, WriteOutcome outcome) {
    flushSeconds.observe(took.toNanos() / 1e9);
    flushes.labelValues(outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT)).inc();
    if (outcome instanceof WriteOutcome.Written) {
      written(batch);
    }
  }

  /** The store didn't carry a task out. */
  void retried() {
    retries.inc();
  }

  private void written(Batch batch) {
    for (PartitionProgress progress : batch.progress()) {
      served.labelValues(progress.partition().source()).inc(progress.served());
      absent.labelValues(progress.partition().source()).inc(progress.absent());
      progress.outcomes().forEach((rollup, counts) -> written(rollup.name(), counts));
    }
    for (RollupCells cells : batch.cells()) {
      cutValues.labelValues(cells.table().id().name()).inc(cells.cutValues());
    }
    batch
        .deadLetters()
        .forEach(
            letter ->
                deadLetters.labelValues(letter.partition().source(), letter.reason().code()).inc());
  }

  private void written(String rollup, Outcomes counts) {
    outcomes.labelValues(rollup, "counted").inc(counts.counted());
    outcomes.labelValues(rollup, "filtered").inc(counts.filtered());
    outcomes.labelValues(rollup, "late").inc(counts.late());
    outcomes.labelValues(rollup, "early").inc(counts.early());
    outcomes.labelValues(rollup, "duplicate").inc(counts.duplicate());
    outcomes.labelValues(rollup, "rejected").inc(counts.rejected());
  }

  /** How far a partition is behind. */
  void lag(SourcePartition partition, long records) {
    lag.labelValues(partition.source(), String.valueOf(partition.number())).set((double) records);
  }

  /** A partition isn't ours any more: someone else reports its lag. */
  void forget(SourcePartition partition) {
    lag.remove(partition.source(), String.valueOf(partition.number()));
  }
}
