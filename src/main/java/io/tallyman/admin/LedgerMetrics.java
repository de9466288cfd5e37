package io.tallyman.admin;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.admin.StoredFacts.RollupVersion;
import java.util.List;

/**
 * Whether the ledger balances, as metrics: {@code tallyman_ledger_imbalances}, which is 0 when all
 * is well, and {@code tallyman_ledger_gap_offsets}. The whole fleet shares one ledger, so every
 * host shows the same. While the database is away they keep what was read last; before the first
 * read there are none.
 */
final class LedgerMetrics implements MultiCollector {

  private static final String IMBALANCES = "tallyman_ledger_imbalances";
  private static final String GAPS = "tallyman_ledger_gap_offsets";

  private final FactsReader facts;

  LedgerMetrics(FactsReader facts) {
    this.facts = facts;
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(IMBALANCES, GAPS);
  }

  @Override
  public MetricSnapshots collect() {
    Facts known = facts.read().facts();
    GaugeSnapshot.Builder imbalances =
        gauge(IMBALANCES, "Checks of the ledger that don't hold; the command ledger says which.");
    GaugeSnapshot.Builder gaps =
        gauge(GAPS, "Offsets that the source has passed and the rollup hasn't counted.");
    for (RollupVersion rollup : known == null ? List.<RollupVersion>of() : known.rollups()) {
      LedgerView ledger = rollup.ledger();
      if (ledger != null) {
        Labels labels = Labels.of("rollup", rollup.name(), "version", rollup.version());
        imbalances.dataPoint(point(labels, ledger.imbalances().size()));
        gaps.dataPoint(point(labels, ledger.gapOffsets()));
      }
    }
    return new MetricSnapshots(imbalances.build(), gaps.build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}
