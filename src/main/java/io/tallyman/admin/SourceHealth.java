package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A source is healthy while its lanes count what they hold. What an operator paused is healthy and
 * says so; a stopped partition and a lane whose last attempt failed are not.
 */
final class SourceHealth extends HealthCheck {

  private final String source;
  private final Supplier<List<LaneStatus>> lanes;
  private final ConsumerToggles toggles;

  SourceHealth(String source, Supplier<List<LaneStatus>> lanes, ConsumerToggles toggles) {
    this.source = source;
    this.lanes = lanes;
    this.toggles = toggles;
  }

  @Override
  protected Result check() {
    List<LaneStatus> ours =
        lanes.get().stream().filter(lane -> lane.source().equals(source)).toList();
    List<String> causes = causes(ours);
    if (!causes.isEmpty()) {
      return Result.builder().unhealthy().withMessage(String.join("; ", causes)).build();
    }
    List<String> paused =
        ConsumerTask.said(toggles, source).stream().map(Toggle::sentence).toList();
    return Result.builder().healthy().withMessage(message(ours, paused)).build();
  }

  private static List<String> causes(List<LaneStatus> lanes) {
    List<String> causes = new ArrayList<>();
    for (LaneStatus lane : lanes) {
      if (!lane.lastError().isEmpty()) {
        causes.add(lane.lane() + ": " + lane.lastError());
      }
      for (PartitionStatus each : lane.partitions()) {
        if (each.state() == PartitionStatus.State.STOPPED) {
          causes.add("partition " + each.partition().number() + " is stopped: " + each.cause());
        }
      }
    }
    return causes;
  }

  private static String message(List<LaneStatus> lanes, List<String> paused) {
    if (!paused.isEmpty()) {
      return String.join("; ", paused);
    }
    int held = lanes.stream().mapToInt(lane -> lane.partitions().size()).sum();
    return counted(lanes.size(), "lane") + " with " + counted(held, "partition");
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
