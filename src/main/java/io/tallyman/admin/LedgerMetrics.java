package io.tallyman.admin;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tallyman.admin.StoredFacts.DeadLetters;
import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.admin.StoredFacts.LostRange;
import io.tallyman.admin.StoredFacts.RollupVersion;
import io.tallyman.event.RejectReason;
import io.tallyman.rollup.Loss;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the database says, as metrics: whether the ledger balances ({@code
 * tallyman_ledger_imbalances} is 0 when all is well), {@code tallyman_ledger_gap_offsets}, and what
 * waits for an operator: {@code tallyman_dead_letters_open} and {@code tallyman_losses_open}. The
 * whole fleet shares one database, so every host shows the same. While it is away they keep what
 * was read last, and {@code tallyman_database_facts_fresh} is 0; before the first read there is
 * only that.
 */
final class LedgerMetrics implements MultiCollector {

  private static final String IMBALANCES = "tallyman_ledger_imbalances";
  private static final String GAPS = "tallyman_ledger_gap_offsets";
  private static final String LETTERS = "tallyman_dead_letters_open";
  private static final String LOSSES = "tallyman_losses_open";
  private static final String FRESH = "tallyman_database_facts_fresh";

  private final FactsReader facts;
  private final Supplier<List<SourceTopic>> sources;

  /**
   * @param sources those of the configuration: what waits in them is shown also where nothing does
   */
  LedgerMetrics(FactsReader facts, Supplier<List<SourceTopic>> sources) {
    this.facts = facts;
    this.sources = sources;
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(IMBALANCES, GAPS, LETTERS, LOSSES, FRESH);
  }

  @Override
  public MetricSnapshots collect() {
    FactsReader.Reading reading = facts.read();
    Facts known = reading.facts();
    GaugeSnapshot.Builder fresh =
        gauge(FRESH, "Whether what the database says could be read just now.")
            .dataPoint(point(Labels.EMPTY, reading.cause().isEmpty() ? 1 : 0));
    if (known == null) {
      return new MetricSnapshots(fresh.build());
    }
    GaugeSnapshot.Builder imbalances =
        gauge(IMBALANCES, "Checks of the ledger that don't hold; the command ledger says which.");
    GaugeSnapshot.Builder gaps =
        gauge(GAPS, "Offsets that the source has passed and the rollup hasn't counted.");
    for (RollupVersion rollup : known.rollups()) {
      LedgerView ledger = rollup.ledger();
      if (ledger != null) {
        Labels labels = Labels.of("rollup", rollup.name(), "version", rollup.version());
        imbalances.dataPoint(point(labels, ledger.imbalances().size()));
        gaps.dataPoint(point(labels, ledger.gapOffsets()));
      }
    }
    return new MetricSnapshots(
        fresh.build(), imbalances.build(), gaps.build(), letters(known), losses(known));
  }

  private GaugeSnapshot letters(Facts known) {
    Map<Labels, Long> open = new TreeMap<>();
    for (SourceTopic source : sources.get()) {
      for (RejectReason reason : RejectReason.values()) {
        open.put(Labels.of("source", source.source(), "reason", reason.code()), 0L);
      }
    }
    for (DeadLetters each : known.deadLetters()) {
      open.put(Labels.of("source", each.source(), "reason", each.reason()), each.count());
    }
    return gauge(LETTERS, "Dead letters that nobody has retried or discarded.", open);
  }

  private GaugeSnapshot losses(Facts known) {
    Map<Labels, Long> open = new TreeMap<>();
    for (SourceTopic source : sources.get()) {
      for (Loss.Kind kind : Loss.Kind.values()) {
        open.put(Labels.of("source", source.source(), "kind", kind.code()), 0L);
      }
    }
    for (LostRange each : known.losses()) {
      open.merge(Labels.of("source", each.source(), "kind", each.kind()), 1L, Long::sum);
    }
    return gauge(LOSSES, "Losses that wait for an operator; their partitions stand still.", open);
  }

  private static GaugeSnapshot gauge(String name, String help, Map<Labels, Long> values) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    values.forEach((labels, value) -> gauge.dataPoint(point(labels, value)));
    return gauge.build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}
