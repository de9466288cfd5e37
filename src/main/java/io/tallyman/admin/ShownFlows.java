package io.tallyman.admin;

import io.tallyman.admin.StatusDocument.Elsewhere;
import io.tallyman.admin.StatusDocument.Health;
import io.tallyman.admin.StatusDocument.Lane;
import io.tallyman.admin.StatusDocument.Partition;
import io.tallyman.admin.StatusDocument.Source;
import io.tallyman.admin.health.Finding;
import io.tallyman.admin.health.HealthReport;
import io.tallyman.admin.health.PartitionFlow;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How sources and partitions get on, as {@code /status} shows it. */
final class ShownFlows {

  private final List<LaneStatus> lanes;
  private final HealthReport report;

  ShownFlows(List<LaneStatus> lanes, HealthReport report) {
    this.lanes = lanes;
    this.report = report;
  }

  List<Health> health() {
    return report.findings().stream().map(ShownFlows::health).toList();
  }

  private static Health health(Finding finding) {
    return new Health(
        finding.cause().code(),
        !finding.cause().isTrouble(),
        finding.source(),
        finding.partition().isPresent() ? finding.partition().getAsInt() : null,
        finding.sentence(),
        finding.cause().meaning(),
        finding.cause().remedy());
  }

  Source source(SourceTopic source) {
    List<PartitionFlow> flows =
        report.flows().stream()
            .filter(each -> each.partition().source().equals(source.source()))
            .toList();
    Map<Integer, PartitionFlow> held =
        flows.stream()
            .filter(PartitionFlow::held)
            .collect(Collectors.toMap(each -> each.partition().number(), Function.identity()));
    return new Source(
        source.source(),
        source.topic(),
        source.partitions().isPresent() ? source.partitions().getAsInt() : null,
        lanes.stream()
            .filter(lane -> lane.source().equals(source.source()))
            .map(lane -> lane(lane, held))
            .toList(),
        flows.stream().filter(each -> !each.held()).map(this::elsewhere).toList());
  }

  private Lane lane(LaneStatus lane, Map<Integer, PartitionFlow> flows) {
    return new Lane(
        lane.lane(),
        lane.backPressure(),
        lane.lastError(),
        lane.partitions().stream()
            .map(each -> partition(each, flows.get(each.partition().number())))
            .toList());
  }

  private Partition partition(PartitionStatus status, @Nullable PartitionFlow flow) {
    OptionalLong end = flow == null ? OptionalLong.empty() : flow.logEnd();
    OptionalLong lag = flow == null ? status.lag() : flow.lag();
    return new Partition(
        status.partition().number(),
        status.state().code(),
        status.position(),
        orNull(status.stored()),
        orNull(end),
        status.ownerEpoch(),
        orNull(lag),
        age(status.countedUntil()),
        status.countedUntil(),
        status.cause());
  }

  private Elsewhere elsewhere(PartitionFlow flow) {
    return new Elsewhere(
        flow.partition().number(),
        flow.owner(),
        orNull(flow.position()),
        orNull(flow.logEnd()),
        orNull(flow.lag()),
        age(flow.countedUntil()),
        flow.countedUntil());
  }

  private @Nullable Long age(@Nullable Instant countedUntil) {
    return countedUntil == null
        ? null
        : Long.valueOf(Math.max(0, Duration.between(countedUntil, report.at()).toSeconds()));
  }

  private static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
  }

  /** What an operator should know first. */
  static String health(StatusDocument status) {
    TextTable table =
        new TextTable("cause", "healthy", "source", "partition", "what", "what to do");
    for (Health each : status.health()) {
      table.line(
          each.cause(),
          each.healthy() ? "yes" : "NO",
          each.source(),
          each.partition(),
          each.sentence(),
          each.remedy());
    }
    return table.under("HEALTH");
  }

  static String lanes(StatusDocument status) {
    TextTable table = new TextTable("lane", "topic", "partitions", "back-pressure", "last error");
    for (Source source : status.sources()) {
      for (Lane lane : source.lanes()) {
        table.line(
            lane.lane(),
            source.topic(),
            lane.partitions().size(),
            lane.backPressure() ? "yes" : "no",
            lane.lastError());
      }
    }
    return table.under("LANES");
  }

  static String partitions(StatusDocument status) {
    TextTable table =
        new TextTable(
            "source", "partition", "state", "position", "lag", "seconds", "counted until", "cause");
    for (Source source : status.sources()) {
      source.lanes().stream()
          .flatMap(lane -> lane.partitions().stream())
          .sorted(Comparator.comparingInt(Partition::partition))
          .forEach(
              each ->
                  table.line(
                      source.source(),
                      each.partition(),
                      each.state(),
                      each.position(),
                      each.lag(),
                      each.lagSeconds(),
                      each.countedUntil(),
                      each.cause()));
    }
    return table.under("PARTITIONS");
  }

  static String elsewhere(StatusDocument status) {
    TextTable table =
        new TextTable(
            "source", "partition", "position", "lag", "seconds", "counted until", "last owner");
    for (Source source : status.sources()) {
      for (Elsewhere each : source.elsewhere()) {
        table.line(
            source.source(),
            each.partition(),
            each.stored(),
            each.lag(),
            each.lagSeconds(),
            each.countedUntil(),
            each.owner());
      }
    }
    return table.under("PARTITIONS THAT THIS HOST DOESN'T HOLD");
  }
}
