package io.tallyman.simulate.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group and its coordinator: who may read which partition. It outlives its members, and
 * knows of them what their heartbeats say.
 */
public final class SimulatedGroup {

  private final SimulatedTopic topic;
  private final GroupSettings settings;
  private final Chance chance;
  private final Coordinator coordinator;
  private final Map<Integer, OffsetAndMetadata> committed = new TreeMap<>();
  private boolean away;

  /**
   * @param ticker the virtual time, in nanoseconds
   */
  public SimulatedGroup(
      SimulatedTopic topic, GroupSettings settings, LongSupplier ticker, Chance chance) {
    this.topic = topic;
    this.settings = settings;
    this.chance = chance;
    this.coordinator =
        settings.protocol() == GroupProtocol.CONSUMER
            ? new ConsumerCoordinator(topic, settings, ticker, chance)
            : new ClassicCoordinator(topic, settings, ticker, chance);
  }

  public SimulatedTopic topic() {
    return topic;
  }

  public GroupSettings settings() {
    return settings;
  }

  Chance chance() {
    return chance;
  }

  /** The coordinator goes away, or another broker has taken its part: it asks for no haste. */
  public void setAway(boolean away) {
    if (this.away && !away) {
      coordinator.forgive();
    }
    this.away = away;
  }

  boolean isAway() {
    return away;
  }

  /** Partitions move between the members though nobody came or went. */
  public void reshuffle() {
    coordinator.tick();
    coordinator.reshuffle();
    if (coordinator instanceof ClassicCoordinator classic) {
      classic.changed();
    }
  }

  /** Whom the coordinator believes to have what, by member, in the order in which they came. */
  public Map<String, String> members() {
    coordinator.tick();
    Map<String, String> members = new LinkedHashMap<>();
    coordinator.members().forEach(each -> members.put(each.id, each.held.toString()));
    return members;
  }

  /** The courtesy copy of a partition's position. */
  public OptionalLong committed(int partition) {
    OffsetAndMetadata at = committed.get(partition);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at.offset());
  }

  @Nullable OffsetAndMetadata committed(TopicPartition partition) {
    return committed.get(partition.partition());
  }

  /** Takes offsets down, if they come from a member. */
  boolean commit(@Nullable String memberId, Map<TopicPartition, OffsetAndMetadata> offsets) {
    coordinator.tick();
    if (away || memberId == null || coordinator.member(memberId) == null) {
      return false;
    }
    offsets.forEach((partition, offset) -> committed.put(partition.partition(), offset));
    return true;
  }

  /** The side of a client that isn't a member yet. */
  Membership membership(
      @Nullable String instanceId, Assignment assignment, BooleanSupplier connected) {
    BooleanSupplier reaches = () -> !away && connected.getAsBoolean();
    return coordinator instanceof ConsumerCoordinator consumer
        ? new ConsumerMembership(consumer, instanceId, assignment, reaches)
        : new ClassicMembership((ClassicCoordinator) coordinator, instanceId, assignment, reaches);
  }
}
