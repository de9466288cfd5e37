package io.tallyman.consume;

import io.tallyman.rollup.Batch;
import io.tallyman.rollup.PartitionProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka the offsets that are in the store, for lag tools. They are never read back, so their
 * failure is nobody's concern. Runs on the lane's thread and waits for nothing.
 */
final class CourtesyCopy {

  private static final Logger LOG = LoggerFactory.getLogger(CourtesyCopy.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Holdings holdings;

  CourtesyCopy(Consumer<byte[], byte[]> consumer, Holdings holdings) {
    this.consumer = consumer;
    this.holdings = holdings;
  }

  /** Commits where this batch ends, of the partitions that are still counted here. */
  void commit(Batch written) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionProgress progress : written.progress()) {
      TopicPartition partition = holdings.kafka(progress.partition());
      if (!progress.range().isEmpty() && holdings.get(partition) instanceof Holding.Counting) {
        offsets.put(partition, new OffsetAndMetadata(progress.range().next()));
      }
    }
    if (!offsets.isEmpty()) {
      consumer.commitAsync(
          offsets,
          (committed, e) -> {
            if (e != null) {
              LOG.debug("The courtesy copy of {} wasn't committed", committed, e);
            }
          });
    }
  }
}
