package io.tallyman.consume;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.KafkaFuture;

/**
 * Where the logs of a topic's partitions begin and end, while the brokers think about it. A
 * partition whose broker is away keeps nobody from asking other things meanwhile.
 *
 * @param topicId the topic that was asked about
 * @param partitions how many partitions it has
 * @param askedAt the moment just before the brokers were asked
 * @param askedAtNanos the same on the monotonic clock
 * @param starts the answers to come, by partition
 * @param ends the same for the stable ends
 */
record LogsQuestion(
    UUID topicId,
    int partitions,
    Instant askedAt,
    long askedAtNanos,
    Map<Integer, KafkaFuture<ListOffsetsResultInfo>> starts,
    Map<Integer, KafkaFuture<ListOffsetsResultInfo>> ends) {

  /** Done, without a failure, when every partition has answered or failed. */
  CompletableFuture<Void> answered() {
    return answered(Stream.concat(starts.values().stream(), ends.values().stream()));
  }

  /** The same for any such answers. */
  static CompletableFuture<Void> answered(Stream<KafkaFuture<ListOffsetsResultInfo>> asked) {
    return CompletableFuture.allOf(
        asked
            .map(future -> future.toCompletionStage().toCompletableFuture().handle((o, e) -> true))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** The topic with the logs that are known by now; those of leaderless partitions are missing. */
  TopicView view() {
    Map<Integer, Long> known = offsets(starts);
    Map<Integer, TopicView.Log> logs = new HashMap<>();
    offsets(ends)
        .forEach(
            (partition, end) -> {
              Long start = known.get(partition);
              if (start != null) {
                logs.put(partition, new TopicView.Log(start, end));
              }
            });
    return new TopicView(topicId, partitions, logs, askedAt, askedAtNanos);
  }

  /** What was answered by now. */
  static Map<Integer, Long> offsets(Map<Integer, KafkaFuture<ListOffsetsResultInfo>> asked) {
    Map<Integer, Long> offsets = new HashMap<>();
    asked.forEach(
        (partition, future) -> {
          CompletableFuture<ListOffsetsResultInfo> answer =
              future.toCompletionStage().toCompletableFuture();
          if (answer.isDone() && !answer.isCompletedExceptionally()) {
            offsets.put(partition, answer.join().offset());
          }
        });
    return offsets;
  }
}
