package io.tallyman.admin.health;

import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.TopicView;
import io.tallyman.event.SourcePartition;
import io.tallyman.store.StoredPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where all partitions stand: those that this process holds as its lanes say, the others as their
 * position rows say.
 *
 * @param held how the lanes of this process stand in what they hold
 * @param flows every partition that is known, in order
 */
record FlowSurvey(Map<SourcePartition, PartitionStatus> held, List<PartitionFlow> flows) {

  static FlowSurvey of(List<LaneStatus> lanes, List<SourceLogs> logs, StoredPlaces places) {
    Map<SourcePartition, PartitionStatus> held = new TreeMap<>();
    lanes.stream()
        .flatMap(lane -> lane.partitions().stream())
        .forEach(each -> held.put(each.partition(), each));
    Map<SourcePartition, PartitionFlow> flows = new TreeMap<>();
    for (SourceLogs source : logs) {
      Optional<TopicView> view = source.view();
      for (SourcePartition partition : known(source, held.keySet())) {
        PartitionStatus status = held.get(partition);
        OptionalLong end =
            view.map(seen -> seen.end(partition.number())).orElse(OptionalLong.empty());
        flows.put(
            partition,
            status == null
                ? elsewhere(partition, end, view.flatMap(seen -> row(places, partition, seen)))
                : here(status, end));
      }
    }
    return new FlowSurvey(held, List.copyOf(flows.values()));
  }

  /** The partitions of one source. */
  List<PartitionFlow> of(String source) {
    return flows.stream().filter(each -> each.partition().source().equals(source)).toList();
  }

  /** What the topic has, and what the lanes hold of it though it isn't in view. */
  private static List<SourcePartition> known(SourceLogs source, Collection<SourcePartition> held) {
    List<SourcePartition> known =
        new ArrayList<>(
            held.stream().filter(each -> each.source().equals(source.source())).toList());
    int partitions = source.view().map(TopicView::partitions).orElse(0);
    for (int number = 0; number < partitions; number++) {
      known.add(new SourcePartition(source.source(), source.topic(), number));
    }
    return known;
  }

  private static Optional<StoredPosition> row(
      StoredPlaces places, SourcePartition partition, TopicView view) {
    return places.of(partition, view.topicId());
  }

  private static PartitionFlow here(PartitionStatus status, OptionalLong end) {
    return new PartitionFlow(
        status.partition(), true, status.stored(), end, status.countedUntil(), "");
  }

  private static PartitionFlow elsewhere(
      SourcePartition partition, OptionalLong end, Optional<StoredPosition> row) {
    @Nullable StoredPosition found = row.orElse(null);
    if (found == null) {
      return new PartitionFlow(partition, false, OptionalLong.empty(), end, null, "");
    }
    @Nullable String owner = found.owner();
    return new PartitionFlow(
        partition,
        false,
        OptionalLong.of(found.nextOffset()),
        end,
        found.countedUntil(),
        owner == null ? "" : owner);
  }
}
