package io.tallyman.simulate.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A topic by its name: the one that stands under it now, and those that did before. */
public final class SimulatedTopic {

  private static final long OURS = 0x7a11_0000_0000_4000L;

  private final String name;
  private final Map<UUID, List<PartitionLog>> ever = new LinkedHashMap<>();
  private UUID id;
  private List<PartitionLog> logs;
  private boolean away;

  public SimulatedTopic(String name, int partitions) {
    this.name = name;
    this.id = nextId();
    this.logs = begin(partitions);
  }

  public String name() {
    return name;
  }

  /** The id of the topic that stands under the name now. */
  public UUID id() {
    return id;
  }

  public int partitions() {
    return logs.size();
  }

  public PartitionLog log(int partition) {
    return logs.get(partition);
  }

  /** The log of a partition of the topic with this id; null where it never had one. */
  public @Nullable PartitionLog log(UUID topicId, int partition) {
    List<PartitionLog> of = ever.getOrDefault(topicId, List.of());
    return partition < of.size() ? of.get(partition) : null;
  }

  /** The logs of every topic that ever stood under the name, by id, the oldest first. */
  public Map<UUID, List<PartitionLog>> everything() {
    return ever;
  }

  /** The topic is deleted and made anew, with another id and empty logs. */
  public void recreate(int partitions) {
    id = nextId();
    logs = begin(partitions);
  }

  public void addPartitions(int more) {
    for (int i = 0; i < more; i++) {
      logs.add(newLog());
    }
  }

  private PartitionLog newLog() {
    PartitionLog log = new PartitionLog();
    log.setAway(away);
    return log;
  }

  /** All its brokers go away, or come back. */
  public void setAway(boolean away) {
    this.away = away;
    logs.forEach(log -> log.setAway(away));
  }

  /** Whether no broker answers, not even about the topic's id. */
  public boolean isAway() {
    return logs.stream().allMatch(PartitionLog::isAway);
  }

  private UUID nextId() {
    return new UUID(OURS, Long.MIN_VALUE + ever.size() + 1);
  }

  private List<PartitionLog> begin(int partitions) {
    List<PartitionLog> begun = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      begun.add(newLog());
    }
    ever.put(id, begun);
    return begun;
  }
}
