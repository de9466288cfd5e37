package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.PartitionProgress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that Kafka has assigned to a lane, and what the lane does with each. Not
 * thread-safe.
 */
final class Holdings {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final String source;
  private final Map<TopicPartition, Holding> held = new TreeMap<>(ORDER);

  Holdings(String source) {
    this.source = source;
  }

  String source() {
    return source;
  }

  SourcePartition name(TopicPartition partition) {
    return new SourcePartition(source, partition.topic(), partition.partition());
  }

  TopicPartition kafka(SourcePartition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  /** What the lane does with this partition, or null where it isn't assigned. */
  @Nullable Holding get(TopicPartition partition) {
    return held.get(partition);
  }

  void put(TopicPartition partition, Holding holding) {
    withdraw(held.put(partition, holding));
  }

  void remove(TopicPartition partition) {
    withdraw(held.remove(partition));
  }

  private static void withdraw(@Nullable Holding before) {
    if (before instanceof Holding.Claiming claiming) {
      claiming.wanted().set(false);
    }
  }

  Collection<TopicPartition> all() {
    return held.keySet();
  }

  /** The partitions that the store has handed over; a copy. */
  List<TopicPartition> owned() {
    return held.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Holding.Owned)
        .map(Map.Entry::getKey)
        .toList();
  }

  void forEachCounting(BiConsumer<TopicPartition, Holding.Counting> action) {
    held.forEach(
        (partition, holding) -> {
          if (holding instanceof Holding.Counting counting) {
            action.accept(partition, counting);
          }
        });
  }

  /** The partitions that are in doubt; a copy. */
  Map<TopicPartition, Holding.Doubted> doubted() {
    Map<TopicPartition, Holding.Doubted> doubted = new LinkedHashMap<>();
    held.forEach(
        (partition, holding) -> {
          if (holding instanceof Holding.Doubted each) {
            doubted.put(partition, each);
          }
        });
    return doubted;
  }

  /** Takes note of how far a partition is in the store by now. */
  void noteStored(PartitionProgress progress) {
    held.computeIfPresent(
        kafka(progress.partition()), (partition, holding) -> storedAt(holding, progress));
  }

  private static Holding storedAt(Holding holding, PartitionProgress progress) {
    if (!(holding instanceof Holding.Owned owned)
        || owned.counting().ownerEpoch() != progress.ownerEpoch()) {
      return holding;
    }
    Holding.Counting further =
        owned.counting().storedAt(progress.range().next(), progress.countedUntil());
    return owned instanceof Holding.Doubted doubted ? doubted.storedAt(further) : further;
  }

  /** The names of all partitions that are held. */
  Set<SourcePartition> names() {
    return held.keySet().stream().map(this::name).collect(Collectors.toSet());
  }

  /** Takes where a partition stands, and whether it is all right that it stands there. */
  interface PlaceVisitor {
    void visit(SourcePartition partition, long place, boolean allRight);
  }

  /** Visits every partition that ought to get somewhere; a stopped one waits for its operator. */
  void forEachMoving(Optional<TopicView> view, PlaceVisitor visitor) {
    held.forEach(
        (partition, holding) -> {
          if (holding instanceof Holding.Counting counting) {
            boolean caughtUp = counting.lag(end(view, partition)).orElse(1) == 0;
            visitor.visit(name(partition), counting.stored(), caughtUp);
          } else {
            visitor.visit(name(partition), -1, holding instanceof Holding.Stopped);
          }
        });
  }

  void replaceStopped(BiFunction<TopicPartition, Holding.Stopped, Holding> change) {
    held.replaceAll(
        (partition, holding) ->
            holding instanceof Holding.Stopped stopped
                ? change.apply(partition, stopped)
                : holding);
  }

  void replaceParked(UnaryOperator<Holding.Parked> change) {
    replaceParked((partition, parked) -> change.apply(parked));
  }

  void replaceParked(BiFunction<TopicPartition, Holding.Parked, Holding> change) {
    held.replaceAll(
        (partition, holding) ->
            holding instanceof Holding.Parked parked ? change.apply(partition, parked) : holding);
  }

  /** How each partition stands, in order. */
  List<PartitionStatus> statuses(
      Optional<TopicView> view, ConsumerToggles toggles, String trouble) {
    return held.entrySet().stream()
        .map(
            entry -> {
              SourcePartition partition = name(entry.getKey());
              OptionalLong end = end(view, entry.getKey());
              String paused = toggles.pauseOf(partition).map(Toggle::sentence).orElse("");
              return status(partition, entry.getValue(), end, paused, trouble);
            })
        .toList();
  }

  private static OptionalLong end(Optional<TopicView> view, TopicPartition partition) {
    return view.map(seen -> seen.end(partition.partition())).orElse(OptionalLong.empty());
  }

  private static PartitionStatus status(
      SourcePartition partition, Holding holding, OptionalLong end, String paused, String trouble) {
    if (holding instanceof Holding.Counting counting) {
      return new PartitionStatus(
          partition,
          paused.isEmpty() ? PartitionStatus.State.COUNTING : PartitionStatus.State.PAUSED,
          counting.position(),
          OptionalLong.of(counting.stored()),
          counting.ownerEpoch(),
          counting.lag(end),
          counting.countedUntil(),
          null,
          paused);
    } else if (holding instanceof Holding.Stopped stopped) {
      return new PartitionStatus(
          partition,
          PartitionStatus.State.STOPPED,
          stopped.position(),
          OptionalLong.of(stopped.position()),
          0,
          OptionalLong.empty(),
          null,
          stop(stopped.why()),
          stopped.cause());
    }
    return claiming(partition, holding, trouble);
  }

  private static PartitionStatus claiming(
      SourcePartition partition, Holding holding, String trouble) {
    String waiting = trouble.isEmpty() ? "waiting for the store to hand it over" : trouble;
    String doubt = "Kafka has nothing at its position, it is being looked into";
    String doubted = trouble.isEmpty() ? doubt : doubt + ": " + trouble;
    String cause = holding instanceof Holding.Doubted ? doubted : waiting;
    return new PartitionStatus(
        partition,
        PartitionStatus.State.CLAIMING,
        0,
        OptionalLong.empty(),
        0,
        OptionalLong.empty(),
        null,
        null,
        cause);
  }

  private static PartitionStatus.Stop stop(Holding.Stopped.Why why) {
    return switch (why) {
      case LOSS -> PartitionStatus.Stop.LOSS;
      case CONTRADICTION -> PartitionStatus.Stop.CONTRADICTION;
    };
  }
}
