package io.tallyman.simulate.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * An assigned partition as the client knows it: position, what was fetched ahead, and which leader
 * it believes to read from. It reads whatever topic stands under the name.
 */
final class AssignedPartition {

  /**
   * What a poll returns of a partition.
   *
   * @param next the position after it, which may be beyond the last record
   */
  record Served(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {}

  /**
   * That the log is another one than that which was read.
   *
   * @param divergence where it begins to be, or null where nobody knows
   */
  record Truncation(long position, @Nullable OffsetAndMetadata divergence) {}

  /** How much one fetch brings at most. */
  private static final int LARGEST_FETCH = 40;

  private final TopicPartition name;
  private final SimulatedTopic topic;
  private final RandomGenerator random;
  private final boolean background;

  private boolean paused;
  private boolean leaving;
  private long position = -1;
  private @Nullable Integer epoch;
  private boolean unvalidated;
  private @Nullable UUID leaderTopic;
  private int leaderEpoch;

  private final Deque<LogEntry> fetched = new ArrayDeque<>();
  private long fetchedAt = -1;
  private boolean outOfRange;

  /**
   * @param background whether the client asks and compares in the background, between polls
   */
  AssignedPartition(
      TopicPartition name, SimulatedTopic topic, RandomGenerator random, boolean background) {
    this.name = name;
    this.topic = topic;
    this.random = random;
    this.background = background;
  }

  TopicPartition name() {
    return name;
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean paused) {
    this.paused = paused;
  }

  /** Its revocation has begun: nothing of it is served any more. */
  void leave() {
    leaving = true;
  }

  long position() {
    return position;
  }

  boolean hasPosition() {
    return position >= 0;
  }

  /**
   * What was fetched for an earlier position stays, and is served if this is the same: seen with
   * Kafka 4.4.0 in both protocols, after a pause, seeks and a topic that was made anew meanwhile.
   */
  void seek(long offset, @Nullable Integer positionEpoch) {
    position = offset;
    epoch = positionEpoch;
    unvalidated = positionEpoch != null;
  }

  /** Compares what was read with the log, paused or not, where that isn't done yet. */
  @Nullable Truncation validate() {
    PartitionLog log = log();
    if (log == null) {
      return null;
    }
    boolean told = random.nextInt(8) == 0; // metadata comes by itself now and then, too
    // KIP-848's client hears and compares between two polls, and what it has fetched stays
    boolean between = background && random.nextBoolean();
    if ((told || unvalidated) && !knowsLeader(log) && !(between && knowsLeader(log))) {
      return null;
    } else if (!unvalidated || epoch == null) {
      return null;
    }
    PartitionLog.EpochEnd end = log.endOf(epoch);
    if (end == null) {
      return new Truncation(position, null);
    } else if (end.end() < position) {
      return new Truncation(
          position, new OffsetAndMetadata(end.end(), Optional.of(end.epoch()), ""));
    }
    unvalidated = false;
    return null;
  }

  /** The log, where its leader can be reached. */
  private @Nullable PartitionLog log() {
    if (name.partition() >= topic.partitions()) {
      return null; // a topic of that name with fewer partitions
    }
    PartitionLog log = topic.log(name.partition());
    return log.isAway() ? null : log;
  }

  /** Whether the client has heard of the leader, which it does after a while. */
  private boolean knowsLeader(PartitionLog log) {
    UUID id = topic.id();
    if (id.equals(leaderTopic) && leaderEpoch == log.leaderEpoch()) {
      return true;
    } else if (random.nextInt(4) > 0) {
      boolean sameEpoch = leaderTopic != null && leaderEpoch == log.leaderEpoch();
      leaderTopic = id;
      leaderEpoch = log.leaderEpoch();
      // another topic's leader may have the same number and be on the same broker
      unvalidated |= epoch != null && (!sameEpoch || random.nextBoolean());
    }
    return false;
  }

  /** Fetches from the position, ahead of a poll, where there is nothing left of the last fetch. */
  void fetch() {
    boolean ahead = fetchedAt == position && (outOfRange || !fetched.isEmpty());
    if (ahead || paused || leaving) {
      return; // while it is paused the client doesn't look at what it has
    }
    fetched.clear();
    outOfRange = false;
    PartitionLog log = log();
    if (!hasPosition() || log == null || !knowsLeader(log) || unvalidated) {
      return;
    }
    fetchedAt = position;
    if (position < log.start() || position > log.end()) {
      outOfRange = true;
    } else {
      fetched.addAll(log.read(position, 1 + random.nextInt(LARGEST_FETCH)));
    }
  }

  /**
   * Takes what was fetched for this position, so many records at most.
   *
   * @return null where there is nothing
   * @throws OffsetOutOfRangeException where the log doesn't have the position, paused or not
   */
  @Nullable Served serve(int most) {
    if (isOutOfRange()) {
      outOfRange = false;
      throw new OffsetOutOfRangeException(
          "Fetch position " + position + " is out of range for partition " + name,
          Map.of(name, position));
    } else if (unvalidated && !paused) {
      fetched.clear();
    }
    if (paused || leaving || fetched.isEmpty() || fetchedAt != position) {
      return null;
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    while (!fetched.isEmpty() && records.size() < most) {
      LogEntry next = fetched.remove();
      if (next.isServed()) {
        records.add(record(next));
      }
      position = next.offset() + 1;
      epoch = next.leaderEpoch();
    }
    fetchedAt = position;
    return new Served(records, new OffsetAndMetadata(position, Optional.ofNullable(epoch), ""));
  }

  private ConsumerRecord<byte[], byte[]> record(LogEntry entry) {
    return new ConsumerRecord<>(
        name.topic(),
        name.partition(),
        entry.offset(),
        entry.timestamp(),
        TimestampType.CREATE_TIME,
        0,
        entry.value().length,
        new byte[0],
        entry.value(),
        new RecordHeaders(),
        Optional.of(entry.leaderEpoch()));
  }

  /** Whether {@link #serve} would fail. */
  boolean isOutOfRange() {
    return !leaving && outOfRange && fetchedAt == position;
  }
}
