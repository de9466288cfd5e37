package io.tallyman.admin.health;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How partitions get on, as gauges of the moment in which they are asked for. A partition has
 * gauges on the host that holds it, and where nobody counts it on all that see that; so the number
 * of series doesn't grow with that of hosts.
 */
public final class FlowMetrics implements MultiCollector {

  /** The gauges, with their help. */
  private static final Map<String, String> GAUGES = gauges();

  private final HealthWatch watch;
  private final Supplier<List<LaneStatus>> lanes;

  /**
   * @param lanes how the lanes of this process stand
   */
  public FlowMetrics(HealthWatch watch, Supplier<List<LaneStatus>> lanes) {
    this.watch = watch;
    this.lanes = lanes;
  }

  private static Map<String, String> gauges() {
    Map<String, String> help = new LinkedHashMap<>();
    help.put("lag_records", "Offsets between the stored position and the log's stable end.");
    help.put("lag_seconds", "Age of what is known to be counted completely.");
    help.put("position_offset", "The first offset that is not in the store.");
    help.put("log_end_offset", "The stable end of the partition's log.");
    help.put("held_partitions", "Partitions that this host holds, by what it does with them.");
    help.put("topic_partitions", "Partitions that the topic has.");
    help.put("back_pressure_lanes", "Lanes that read nothing as the store is slower than Kafka.");
    help.put("health_findings", "What an operator should know, by cause; the runbook has each.");
    help.put("unattended_lag_records", "The same as lag_records where nobody counts.");
    help.put("unattended_lag_seconds", "The same as lag_seconds where nobody counts.");
    return help;
  }

  @Override
  public List<String> getPrometheusNames() {
    return GAUGES.keySet().stream().map(FlowMetrics::named).toList();
  }

  private static String named(String gauge) {
    return "tallyman_" + gauge;
  }

  @Override
  public MetricSnapshots collect() {
    HealthReport report = watch.look();
    List<LaneStatus> now = lanes.get();
    Points points = new Points();
    for (PartitionFlow flow : report.flows()) {
      if (flow.held()) {
        points.flow(flow, report.at());
      }
    }
    unattended(report, points);
    for (String source : sources(report, now)) {
      source(source, report, now, points);
    }
    return points.snapshots();
  }

  private static Set<String> sources(HealthReport report, List<LaneStatus> lanes) {
    Set<String> sources = lanes.stream().map(LaneStatus::source).collect(Collectors.toSet());
    report.flows().forEach(flow -> sources.add(flow.partition().source()));
    return sources;
  }

  private static void unattended(HealthReport report, Points points) {
    Set<Finding.Subject> found =
        report.findings().stream().map(Finding::subject).collect(Collectors.toSet());
    for (PartitionFlow flow : report.flows()) {
      if (found.contains(Finding.of(flow, HealthCause.UNATTENDED, "").subject())) {
        points.lag("unattended_", flow, report.at());
      }
    }
  }

  private static void source(
      String source, HealthReport report, List<LaneStatus> lanes, Points points) {
    List<LaneStatus> ours = lanes.stream().filter(lane -> lane.source().equals(source)).toList();
    for (PartitionStatus.State state : PartitionStatus.State.values()) {
      long held =
          ours.stream()
              .flatMap(lane -> lane.partitions().stream())
              .filter(each -> each.state() == state)
              .count();
      points.add("held_partitions", Labels.of("source", source, "state", state.code()), held);
    }
    Labels label = Labels.of("source", source);
    points.add(
        "topic_partitions",
        label,
        report.flows().stream().filter(each -> each.partition().source().equals(source)).count());
    points.add(
        "back_pressure_lanes", label, ours.stream().filter(LaneStatus::backPressure).count());
    for (HealthCause cause : HealthCause.values()) {
      long found = report.of(source).stream().filter(each -> each.cause() == cause).count();
      points.add("health_findings", Labels.of("source", source, "cause", cause.code()), found);
    }
  }

  /** What is measured, gauge by gauge. */
  private static final class Points {
    private final Map<String, List<GaugeDataPointSnapshot>> points = new LinkedHashMap<>();

    void flow(PartitionFlow flow, Instant at) {
      lag("", flow, at);
      add("position_offset", flow, flow.position());
      add("log_end_offset", flow, flow.logEnd());
    }

    void lag(String prefix, PartitionFlow flow, Instant at) {
      add(prefix + "lag_records", flow, flow.lag());
      @Nullable Duration age = flow.age(at);
      if (age != null) {
        add(prefix + "lag_seconds", labels(flow), age.toMillis() / 1e3);
      }
    }

    private void add(String gauge, PartitionFlow flow, OptionalLong value) {
      if (value.isPresent()) {
        add(gauge, labels(flow), value.getAsLong());
      }
    }

    private static Labels labels(PartitionFlow flow) {
      return Labels.of(
          "source",
          flow.partition().source(),
          "partition",
          String.valueOf(flow.partition().number()));
    }

    void add(String gauge, Labels labels, long value) {
      add(gauge, labels, (double) value);
    }

    void add(String gauge, Labels labels, double value) {
      points
          .computeIfAbsent(gauge, name -> new ArrayList<>())
          .add(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }

    MetricSnapshots snapshots() {
      List<MetricSnapshot> all = new ArrayList<>();
      points.forEach(
          (gauge, values) -> {
            GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(named(gauge)).help(GAUGES.get(gauge));
            values.forEach(snapshot::dataPoint);
            all.add(snapshot.build());
          });
      return new MetricSnapshots(all);
    }
  }
}
