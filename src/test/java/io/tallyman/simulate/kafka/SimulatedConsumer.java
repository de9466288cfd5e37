package io.tallyman.simulate.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that reads what is committed and has no reset policy, as {@code KafkaConsumer} behaves
 * for a lane: no more than a lane uses, the rest fails. It waits for nothing, and time doesn't pass
 * in it. A process that ends without {@link #close} just calls it no more.
 */
public final class SimulatedConsumer extends UnsupportedConsumer {

  private final SimulatedGroup group;
  private final RandomGenerator random;
  private final Assignment assignment;
  private final Membership membership;
  private final Queue<Runnable> callbacks = new ArrayDeque<>();
  private boolean cutOff;
  private boolean wokenUp;
  private boolean closed;

  /**
   * @param client for people to read
   * @param instanceId of a static member
   */
  public SimulatedConsumer(SimulatedGroup group, String client, @Nullable String instanceId) {
    this.group = group;
    this.random = group.chance().random();
    this.assignment =
        new Assignment(
            client,
            group.topic(),
            group.chance(),
            group.settings().protocol() == GroupProtocol.CONSUMER);
    this.membership = group.membership(instanceId, assignment, () -> !cutOff);
  }

  // ---- what happens to it

  /**
   * The background's turn, about once a heartbeat interval, as long as the process runs, whether
   * its lane polls or not.
   */
  public void heartbeat() {
    if (!closed) {
      membership.heartbeat();
    }
  }

  /** The network between the client and all brokers breaks, or is mended. */
  public void setCutOff(boolean cutOff) {
    this.cutOff = cutOff;
  }

  // ---- what a lane calls

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    requireOpen();
    if (!List.copyOf(topics).equals(List.of(group.topic().name()))) {
      throw new UnsupportedOperationException("modelled for one topic: " + topics);
    }
    assignment.setListener(listener);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    requireOpen();
    if (wokenUp) {
      wokenUp = false;
      throw new WakeupException();
    }
    runCallbacks();
    membership.poll();
    place();
    validate();
    return fetch();
  }

  /** Looks for the positions that nobody gave. */
  private void place() {
    Set<TopicPartition> nowhere = new LinkedHashSet<>();
    for (TopicPartition partition : assignment.takeUnplaced()) {
      if (assignment.partition(partition) != null && group.committed(partition) == null) {
        nowhere.add(partition); // it was looked for while the listener gave it
      }
    }
    for (AssignedPartition each : assignment.partitions()) {
      if (!each.hasPosition()) {
        OffsetAndMetadata committed = group.committed(each.name());
        if (committed == null) {
          nowhere.add(each.name());
        } else {
          each.seek(committed.offset(), null);
        }
      }
    }
    if (!nowhere.isEmpty()) {
      throw new NoOffsetForPartitionException(nowhere);
    }
  }

  private void validate() {
    if (cutOff) {
      return;
    }
    Map<TopicPartition, Long> positions = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> divergences = new HashMap<>();
    for (AssignedPartition each : assignment.partitions()) {
      AssignedPartition.Truncation truncation = each.validate();
      if (truncation != null) {
        positions.put(each.name(), truncation.position());
        if (truncation.divergence() != null) {
          divergences.put(each.name(), truncation.divergence());
        }
      }
    }
    if (!positions.isEmpty()) {
      throw new LogTruncationException(positions, divergences);
    }
  }

  private ConsumerRecords<byte[], byte[]> fetch() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
    int left = group.settings().mostPerPoll();
    for (AssignedPartition each : inAnyOrder()) {
      if (!cutOff && random.nextInt(4) > 0) {
        each.fetch();
      }
      AssignedPartition.Served served = left == 0 ? null : serve(each, left, next.isEmpty());
      if (served != null && !cutOff && random.nextInt(8) == 0) {
        served = joined(served, each, left); // what a poll returns may come from two fetches
      }
      if (served != null) {
        left -= served.records().size();
        next.put(each.name(), served.next());
        if (!served.records().isEmpty()) {
          records.put(each.name(), served.records());
        }
      }
      if (!cutOff && random.nextBoolean()) {
        each.fetch(); // ahead of the next poll
      }
    }
    return next.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(records, next);
  }

  private static AssignedPartition.Served joined(
      AssignedPartition.Served first, AssignedPartition partition, int most) {
    partition.fetch();
    int left = most - first.records().size();
    if (left == 0 || partition.isOutOfRange()) {
      return first;
    }
    AssignedPartition.Served second = partition.serve(left);
    if (second == null) {
      return first;
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(first.records());
    records.addAll(second.records());
    return new AssignedPartition.Served(records, second.next());
  }

  /** An error waits until a poll has nothing else to return. */
  private static AssignedPartition.@Nullable Served serve(
      AssignedPartition partition, int most, boolean first) {
    return partition.isOutOfRange() && !first ? null : partition.serve(most);
  }

  private List<AssignedPartition> inAnyOrder() {
    List<AssignedPartition> order = new ArrayList<>(assignment.partitions());
    if (order.size() > 1) {
      Collections.rotate(order, random.nextInt(order.size()));
    }
    return order;
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    requireOpen();
    boolean taken = !cutOff && group.commit(membership.memberId, offsets);
    Exception e = taken ? null : new CommitFailedException("not taken");
    callbacks.add(() -> callback.onComplete(offsets, e));
  }

  private void runCallbacks() {
    for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
      next.run();
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    requireOpen();
    Map<TopicPartition, OffsetAndMetadata> known = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata at = group.committed(partition);
      if (at != null) {
        known.put(partition, at);
      }
    }
    return known;
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    assigned(partition).seek(offset, null);
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata place) {
    assigned(partition).seek(place.offset(), place.leaderEpoch().orElse(null));
  }

  @Override
  public long position(TopicPartition partition) {
    return assigned(partition).position();
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    partitions.forEach(each -> assigned(each).setPaused(true));
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    partitions.forEach(each -> assigned(each).setPaused(false));
  }

  @Override
  public Set<TopicPartition> paused() {
    Set<TopicPartition> paused = new LinkedHashSet<>();
    for (AssignedPartition each : assignment.partitions()) {
      if (each.isPaused()) {
        paused.add(each.name());
      }
    }
    return paused;
  }

  @Override
  public Set<TopicPartition> assignment() {
    Set<TopicPartition> assigned = new LinkedHashSet<>();
    assignment.partitions().forEach(each -> assigned.add(each.name()));
    return assigned;
  }

  @Override
  public Set<String> subscription() {
    return Set.of(group.topic().name());
  }

  private AssignedPartition assigned(TopicPartition partition) {
    requireOpen();
    AssignedPartition assigned = assignment.partition(partition);
    if (assigned == null) {
      throw new IllegalStateException("No current assignment for partition " + partition);
    }
    return assigned;
  }

  @Override
  public void wakeup() {
    wokenUp = true;
  }

  @Override
  public void close() {
    if (!closed) {
      membership.close();
      runCallbacks();
      closed = true;
    }
  }

  @Override
  public void close(CloseOptions options) {
    close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This consumer has already been closed.");
    }
  }
}
