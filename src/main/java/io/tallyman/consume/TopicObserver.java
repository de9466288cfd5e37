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
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers about one topic. Used by one thread. */
final class TopicObserver {

  /** How long a question waits for its answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A topic under its name.
   *
   * @param identity which topic it is
   * @param partitions how many partitions it has
   */
  record Description(TopicIdentity identity, int partitions) {}

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

  /** Which topic it is now; any broker knows. Waits for {@link #PATIENCE} at most. */
  Description describe() throws ExecutionException, TimeoutException, InterruptedException {
    long askedAt = ticker.getAsLong();
    TopicDescription told =
        Objects.requireNonNull(
            admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(PATIENCE.toMillis(), MILLISECONDS)
                .get(topic),
            topic);
    UUID id =
        new UUID(told.topicId().getMostSignificantBits(), told.topicId().getLeastSignificantBits());
    return new Description(new TopicIdentity(id, askedAt), told.partitions().size());
  }

  /** Asks each partition's leader where its log begins and ends, and waits for none of them. */
  LogsQuestion askForLogs(Description described) {
    Instant askedAt = clock.instant();
    long askedAtNanos = ticker.getAsLong();
    return new LogsQuestion(
        described.identity().topicId(),
        described.partitions(),
        askedAt,
        askedAtNanos,
        ask(described.partitions(), OffsetSpec.earliest()),
        ask(described.partitions(), OffsetSpec.latest()));
  }

  /** The topic as it is now. Waits for {@link #PATIENCE} at most, and then goes without. */
  TopicView observe() throws ExecutionException, TimeoutException, InterruptedException {
    LogsQuestion asked = askForLogs(describe());
    asked.answered().get(PATIENCE.toMillis(), MILLISECONDS);
    return asked.view();
  }

  /**
   * Where each partition of the topic starts.
   *
   * @param seen the topic as it is now
   * @throws IllegalStateException when a partition has no leader now, so that its offset can't be
   *     known
   */
  Map<Integer, Long> firstOffsets(TopicView seen, StartFrom startFrom)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (seen.logs().size() < seen.partitions()) {
      throw new IllegalStateException(
          "a partition of topic '" + topic + "' has no leader; bring its brokers back");
    }
    boolean earliest = startFrom instanceof StartFrom.Earliest;
    Map<Integer, Long> first = new HashMap<>();
    seen.logs()
        .forEach((partition, log) -> first.put(partition, earliest ? log.start() : log.end()));
    if (startFrom instanceof StartFrom.At at) {
      Map<Integer, Long> since = since(seen.partitions(), at.time());
      // A partition with no record that late answers -1: it starts at its end.
      since.forEach((partition, offset) -> first.merge(partition, offset, TopicObserver::later));
    }
    return first;
  }

  private static Long later(Long end, Long offset) {
    return offset < 0 ? end : offset;
  }

  private Map<Integer, Long> since(int partitions, Instant time)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<Integer, KafkaFuture<ListOffsetsResultInfo>> asked =
        ask(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
    LogsQuestion.answered(asked.values().stream()).get(PATIENCE.toMillis(), MILLISECONDS);
    Map<Integer, Long> since = LogsQuestion.offsets(asked);
    if (since.size() < partitions) {
      throw new IllegalStateException(
          "a partition of topic '" + topic + "' doesn't say where " + time + " is in its log");
    }
    return since;
  }

  private Map<Integer, KafkaFuture<ListOffsetsResultInfo>> ask(int partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), spec);
    }
    ListOffsetsOptions committed =
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) PATIENCE.toMillis());
    ListOffsetsResult result = admin.listOffsets(asked, committed);
    Map<Integer, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
    asked.keySet().forEach(each -> answers.put(each.partition(), result.partitionResult(each)));
    return answers;
  }
}
