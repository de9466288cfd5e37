package io.tallyman.simulate.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a client has by assignment, and what it tells its listener about it. */
final class Assignment {

  private final String client;
  private final SimulatedTopic topic;
  private final Chance chance;
  private final boolean background;
  private final TreeSet<Slot> owned = new TreeSet<>();
  private final TreeMap<Integer, AssignedPartition> partitions = new TreeMap<>();
  private final List<TopicPartition> unplaced = new ArrayList<>();
  private @Nullable ConsumerRebalanceListener listener;

  /**
   * @param background whether the client works between polls, too
   */
  Assignment(String client, SimulatedTopic topic, Chance chance, boolean background) {
    this.client = client;
    this.topic = topic;
    this.chance = chance;
    this.background = background;
  }

  void setListener(ConsumerRebalanceListener listener) {
    this.listener = listener;
  }

  /** A copy. */
  SortedSet<Slot> owned() {
    return new TreeSet<>(owned);
  }

  boolean isEmpty() {
    return owned.isEmpty();
  }

  /** Not a copy. */
  Collection<AssignedPartition> partitions() {
    return partitions.values();
  }

  @Nullable AssignedPartition partition(TopicPartition name) {
    return name.topic().equals(topic.name()) ? partitions.get(name.partition()) : null;
  }

  /** The partitions for which a position was looked for while the listener gave them one. */
  List<TopicPartition> takeUnplaced() {
    List<TopicPartition> taken = List.copyOf(unplaced);
    unplaced.clear();
    return taken;
  }

  void assign(Collection<Slot> slots) {
    SortedSet<Slot> added = new TreeSet<>(slots);
    added.removeAll(owned);
    List<TopicPartition> names = names(added);
    owned.addAll(added);
    for (TopicPartition name : names) {
      partitions.put(
          name.partition(), new AssignedPartition(name, topic, chance.random(), background));
      if (chance.random().nextInt(16) == 0) {
        unplaced.add(name);
      }
    }
    tell("assigned", names, each -> each.onPartitionsAssigned(names));
  }

  void revoke(Collection<Slot> slots) {
    SortedSet<Slot> removed = new TreeSet<>(slots);
    List<TopicPartition> names = leave(removed);
    tell("revoked", names, each -> each.onPartitionsRevoked(names));
    remove(removed);
  }

  /** All of it has been somebody else's for a while, perhaps. */
  void lose() {
    if (owned.isEmpty()) {
      return;
    }
    SortedSet<Slot> removed = owned();
    List<TopicPartition> names = leave(removed);
    tell("lost", names, each -> each.onPartitionsLost(names));
    remove(removed);
  }

  private List<TopicPartition> leave(SortedSet<Slot> slots) {
    List<TopicPartition> names = names(slots);
    for (TopicPartition name : names) {
      AssignedPartition partition = partitions.get(name.partition());
      if (partition != null) {
        partition.leave();
      }
    }
    return names;
  }

  private void remove(SortedSet<Slot> slots) {
    owned.removeAll(slots);
    slots.forEach(slot -> partitions.remove(slot.number()));
  }

  private void tell(
      String what, List<TopicPartition> names, Consumer<ConsumerRebalanceListener> callback) {
    chance.notes().note(client, () -> what + " " + names);
    if (listener != null) {
      callback.accept(listener);
    }
  }

  private List<TopicPartition> names(SortedSet<Slot> slots) {
    return slots.stream().map(slot -> new TopicPartition(topic.name(), slot.number())).toList();
  }
}
