package io.tallyman.consume;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What this process has counted since it started, and how writing goes. The counters of the {@link
 * LedgerCounters} balance. Thread-safe.
 */
public final class ConsumeMetrics {

  private static final double[] FLUSH_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final PrometheusRegistry registry;
  private final LedgerCounters ledger;
  private final Counter flushes;
  private final Counter fences;
  private final Counter retries;
  private final Counter lostAnswers;
  private final Histogram flushSeconds;

  /**
   * @param registry where the metrics are shown
   */
  public ConsumeMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    ledger = new LedgerCounters(registry);
    flushes =
        Counter.builder()
            .name("tallyman_flushes")
            .help("Batches by what became of them.")
            .labelNames("outcome")
            .register(registry);
    for (Class<?> outcome : WriteOutcome.class.getPermittedSubclasses()) {
      flushes.initLabelValues(label(outcome));
    }
    fences =
        Counter.builder()
            .name("tallyman_fenced_batches")
            .help("Batches thrown away because others had taken their partitions over.")
            .labelNames("source")
            .register(registry);
    retries =
        Counter.builder()
            .name("tallyman_store_retries")
            .help("Attempts that the store did not carry out.")
            .register(registry);
    lostAnswers =
        Counter.builder()
            .name("tallyman_commit_answers_lost")
            .help("Commits whose answer was lost, so that the positions had to be asked.")
            .register(registry);
    flushSeconds =
        Histogram.builder()
            .name("tallyman_flush_seconds")
            .help("How long the store took for a batch.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(FLUSH_SECONDS)
            .register(registry);
  }

  private static String label(Class<?> outcome) {
    return outcome.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** From now on all counters of a source are there, at 0 until something happens. */
  public void announce(String source, List<Rollup> rollups) {
    ledger.announce(source, rollups);
    fences.initLabelValues(source);
  }

  /** Shows how full the budget and the writer's queue are. */
  public void show(MemoryBudget budget, Writer writer) {
    gauge("tallyman_batch_memory_bytes", "Bytes that the batches of all lanes hold, about.")
        .callback(gauge -> gauge.call((double) budget.used()))
        .register(registry);
    gauge("tallyman_batch_memory_limit_bytes", "Bytes that the batches of all lanes may hold.")
        .callback(gauge -> gauge.call((double) budget.limit()))
        .register(registry);
    gauge("tallyman_writer_tasks", "Batches, claims and looks that wait for the writer.")
        .callback(gauge -> gauge.call(writer.waiting()))
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help) {
    return GaugeWithCallback.builder().name(name).help(help);
  }

  /** A batch came back from the store. */
  void flushed(Duration took, Batch batch, WriteOutcome outcome) {
    flushSeconds.observe(took.toNanos() / 1e9);
    flushes.labelValues(label(outcome.getClass())).inc();
    if (outcome instanceof WriteOutcome.Written) {
      ledger.written(batch);
    } else if (outcome instanceof WriteOutcome.Fenced) {
      batch.progress().stream()
          .map(each -> each.partition().source())
          .distinct()
          .forEach(source -> fences.labelValues(source).inc());
    }
  }

  /** How many batches of a source were fenced off since this process started. */
  public long fences(String source) {
    return fences.labelValues(source).getLongValue();
  }

  /** The store didn't carry a task out. */
  void retried() {
    retries.inc();
  }

  /** The answer to a commit was lost, and what became of it is being looked up. */
  public void commitAnswerLost() {
    lostAnswers.inc();
  }
}
