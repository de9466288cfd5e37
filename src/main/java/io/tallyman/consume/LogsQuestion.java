package io.tallyman.consume;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
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
    Map<Integer, ListOffsetsResultInfo> known = known(starts);
    Map<Integer, TopicView.Log> logs = new HashMap<>();
    known(ends)
        .forEach(
            (partition, end) -> {
              ListOffsetsResultInfo start = known.get(partition);
              if (start != null) {
                logs.put(partition, log(start, end));
              }
            });
    return new TopicView(topicId, partitions, logs, askedAt, askedAtNanos);
  }

  private static TopicView.Log log(ListOffsetsResultInfo start, ListOffsetsResultInfo end) {
    OptionalInt epoch = end.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
    return new TopicView.Log(start.offset(), end.offset(), epoch);
  }

  /** The offsets that were answered by now. */
  static Map<Integer, Long> offsets(Map<Integer, KafkaFuture<ListOffsetsResultInfo>> asked) {
    Map<Integer, Long> offsets = new HashMap<>();
    known(asked).forEach((partition, answer) -> offsets.put(partition, answer.offset()));
    return offsets;
  }

  private static Map<Integer, ListOffsetsResultInfo> known(
      Map<Integer, KafkaFuture<ListOffsetsResultInfo>> asked) {
    Map<Integer, ListOffsetsResultInfo> known = new HashMap<>();
    asked.forEach(
        (partition, future) -> {
          CompletableFuture<ListOffsetsResultInfo> answer =
              future.toCompletionStage().toCompletableFuture();
          if (answer.isDone() && !answer.isCompletedExceptionally()) {
            known.put(partition, answer.join());
          }
        });
    return known;
  }
}
