package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers about one topic. Each question waits for its answer, {@link #PATIENCE} at most.
 */
final class TopicObserver {

  private static final Logger LOG = LoggerFactory.getLogger(TopicObserver.class);

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin;
  private final String topic;
  private final Clock clock;
  private final LongSupplier ticker;

  TopicObserver(Admin admin, String topic, Clock clock, LongSupplier ticker) {
    this.admin = admin;
    this.topic = topic;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** The topic as it is now. */
  TopicView observe() throws ExecutionException, TimeoutException, InterruptedException {
    Instant askedAt = clock.instant();
    long askedAtNanos = ticker.getAsLong();
    TopicDescription description =
        Objects.requireNonNull(
            get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic), topic);
    int partitions = description.partitions().size();
    Map<Integer, Long> starts = offsets(partitions, OffsetSpec.earliest());
    Map<Integer, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<Integer, TopicView.Log> logs = new HashMap<>();
    starts.forEach(
        (partition, start) -> {
          Long end = ends.get(partition);
          if (end != null) {
            logs.put(partition, new TopicView.Log(start, end));
          }
        });
    UUID id =
        new UUID(
            description.topicId().getMostSignificantBits(),
            description.topicId().getLeastSignificantBits());
    return new TopicView(id, partitions, logs, askedAt, askedAtNanos);
  }

  /**
   * Where each partition of the topic starts.
   *
   * @param seen the topic as it is now
   * @throws IllegalStateException when a partition has no leader now, so that its offset can't be
   *     known
   */
  Map<Integer, Long> firstOffsets(TopicView seen, StartFrom startFrom)
      throws TimeoutException, InterruptedException {
    if (seen.logs().size() < seen.partitions()) {
      throw new IllegalStateException(
          "a partition of topic '" + topic + "' has no leader; bring its brokers back");
    }
    boolean earliest = startFrom instanceof StartFrom.Earliest;
    Map<Integer, Long> first = new HashMap<>();
    seen.logs()
        .forEach((partition, log) -> first.put(partition, earliest ? log.start() : log.end()));
    if (startFrom instanceof StartFrom.At at) {
      // A partition with no record that late answers -1: it starts at its end.
      offsets(seen.partitions(), OffsetSpec.forTimestamp(at.time().toEpochMilli()))
          .forEach(
              (partition, offset) -> first.merge(partition, offset, (end, o) -> o < 0 ? end : o));
    }
    return first;
  }

  private Map<Integer, Long> offsets(int partitions, OffsetSpec spec)
      throws TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), spec);
    }
    ListOffsetsOptions committed =
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) PATIENCE.toMillis());
    ListOffsetsResult result = admin.listOffsets(asked, committed);
    Map<Integer, Long> offsets = new HashMap<>();
    for (TopicPartition partition : asked.keySet()) {
      try {
        offsets.put(partition.partition(), get(result.partitionResult(partition)).offset());
      } catch (ExecutionException leaderless) {
        // The view goes without this partition, and says so by its absence.
        LOG.debug("{} has no offsets to tell now", partition, leaderless);
      }
    }
    return offsets;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), MILLISECONDS);
  }
}
