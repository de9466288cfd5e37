package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
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

  private final Consumer<byte[], byte[]> consumer;
  private final LaneMemory memory;
  private final CarefulReading careful;
  private final RecordCounter counter;
  private final LeaderChanges leaders;

  PolledRecords(
      Consumer<byte[], byte[]> consumer,
      LaneMemory memory,
      CarefulReading careful,
      RecordCounter counter) {
    this.consumer = consumer;
    this.memory = memory;
    this.careful = careful;
    this.counter = counter;
    this.leaders = new LeaderChanges(consumer);
  }

  /** In order: Kafka's map has another one in every process, and a careful batch may be short. */
  void take(ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, OffsetAndMetadata> nextOffsets = new TreeMap<>(BY_NUMBER);
    nextOffsets.putAll(polled.nextOffsets());
    nextOffsets.forEach(
        (partition, next) -> {
          List<ConsumerRecord<byte[], byte[]>> served = polled.records(partition);
          if (memory.holdings().get(partition) instanceof Holding.Counting counting
              && leaders.isContinued(partition, counting, served, next)) {
            take(partition, counting, served, next);
          }
        });
    memory.batch().book();
  }

  private void take(
      TopicPartition partition,
      Holding.Counting counting,
      List<ConsumerRecord<byte[], byte[]>> served,
      OffsetAndMetadata next) {
    int room = (int) Math.max(0, careful.limit() - memory.batch().tally().records());
    if (room >= served.size()) {
      count(served, partition, counting);
      advance(partition, counting, next);
      return;
    }
    count(served.subList(0, room), partition, counting);
    OffsetAndMetadata behind = room == 0 ? counting.place() : behind(served.get(room - 1));
    if (room > 0) {
      advance(partition, counting, behind);
    }
    consumer.seek(partition, behind); // the rest is for the next batch
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

  /** Not where the next record stands: what is between the two may be of another leader epoch. */
  private static OffsetAndMetadata behind(ConsumerRecord<byte[], byte[]> last) {
    return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
  }
}
