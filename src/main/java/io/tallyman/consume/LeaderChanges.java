package io.tallyman.consume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes sure that what another leader serves continues the log that was read so far. Kafka's client
 * compares its position with the log when it hears of the new leader; but what it had fetched from
 * the old one it goes on serving then, and where that ends it compares nothing any more, though the
 * new leader may never have had those records (seen in the source of kafka-clients 4.4.0, and by
 * the simulator). Runs on the lane's thread.
 */
final class LeaderChanges {

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> compared = new HashMap<>();

  LeaderChanges(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Whether what a poll has served may be counted. Where it comes from another leader than what was
   * counted last, it is left alone once, and the client is sent back to the position, which has it
   * compare that with the log: then it serves the same again, or says that the log was truncated.
   *
   * @param next where the partition goes on after it
   */
  boolean isContinued(
      TopicPartition partition,
      Holding.Counting counting,
      List<ConsumerRecord<byte[], byte[]>> served,
      OffsetAndMetadata next) {
    Optional<Integer> leader = served.isEmpty() ? next.leaderEpoch() : served.get(0).leaderEpoch();
    OffsetAndMetadata place = counting.place();
    boolean same =
        leader.isEmpty() || place.leaderEpoch().isEmpty() || leader.equals(place.leaderEpoch());
    if (same || place.equals(compared.put(partition, place))) {
      return true;
    }
    consumer.seek(partition, place);
    return false;
  }
}
