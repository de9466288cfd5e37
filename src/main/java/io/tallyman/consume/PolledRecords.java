package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes what a poll has served into the growing batch, and moves each partition on by it. Runs on
 * the lane's thread.
 */
final class PolledRecords {

  private static final Comparator<TopicPartition> BY_NUMBER =
      Comparator.comparingInt(TopicPartition::partition); // a lane has one topic

  private final LaneMemory memory;
  private final CarefulReading careful;
  private final RecordCounter counter;

  PolledRecords(LaneMemory memory, CarefulReading careful, RecordCounter counter) {
    this.memory = memory;
    this.careful = careful;
    this.counter = counter;
  }

  /** In order: Kafka's map has another one in every process, and a careful batch may be short. */
  void take(ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, OffsetAndMetadata> nextOffsets = new TreeMap<>(BY_NUMBER);
    nextOffsets.putAll(polled.nextOffsets());
    nextOffsets.forEach(
        (partition, next) -> {
          if (memory.holdings().get(partition) instanceof Holding.Counting counting) {
            take(partition, counting, polled.records(partition), next);
          }
        });
    memory.batch().book();
  }

  /**
   * Takes what fits and comes from one leader; the rest is served again, once the position behind
   * what was taken is compared with the log.
   */
  private void take(
      TopicPartition partition,
      Holding.Counting counting,
      List<ConsumerRecord<byte[], byte[]>> served,
      OffsetAndMetadata next) {
    int room = (int) Math.max(0, careful.limit() - memory.batch().tally().records());
    int taken = Math.min(room, memory.compared().continued(partition, counting, served));
    count(served.subList(0, taken), partition, counting);
    OffsetAndMetadata behind =
        taken == 0 ? counting.place() : ComparedPlaces.behind(served.get(taken - 1));
    if (taken == served.size() && memory.compared().isContinued(partition, behind, next)) {
      advance(partition, counting, next);
      return;
    }
    if (taken > 0) {
      advance(partition, counting, behind);
    }
    memory.compared().compareAt(partition, behind);
  }

  private void count(
      List<ConsumerRecord<byte[], byte[]>> records,
      TopicPartition partition,
      Holding.Counting counting) {
    if (!records.isEmpty()) {
      SourcePartition name = memory.holdings().name(partition);
      counter.count(records, name, counting.topicId(), memory.batch().openAt(name, counting));
    }
  }

  private void advance(
      TopicPartition partition, Holding.Counting counting, OffsetAndMetadata next) {
    Holding.Counting further = counting.at(next);
    SourcePartition name = memory.holdings().name(partition);
    memory.batch().openAt(name, counting).advance(name, further.position(), further.leaderEpoch());
    memory.holdings().put(partition, further);
  }
}
