package io.tallyman.consume;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.PartitionProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the record whose data the store refuses. After a refusal the same offsets are read again in
 * batches of half the size, down to the one record that is refused alone: it is condemned, and
 * becomes a dead letter when it is read the next time. Each batch that is written doubles the size
 * again. Not thread-safe.
 */
final class CarefulReading {

  /**
   * A record.
   *
   * @param leaderEpoch the newest that its batch knew: a record of a later leader is another one
   */
  private record Condemned(
      SourcePartition partition,
      UUID topicId,
      OffsetRange range,
      OptionalInt leaderEpoch,
      String cause) {

    boolean is(SourcePartition other, UUID otherTopicId, ConsumerRecord<?, ?> record) {
      return partition.equals(other)
          && topicId.equals(otherTopicId)
          && range.contains(record.offset())
          && (leaderEpoch.isEmpty()
              || record.leaderEpoch().isEmpty()
              || record.leaderEpoch().get() <= leaderEpoch.getAsInt());
    }
  }

  /** Batches of this size are nothing careful any more. */
  private static final long CAREFREE = 1_000_000;

  private final List<Condemned> condemned = new ArrayList<>();
  private long limit = CAREFREE;

  /** How many records the next batch may take in. */
  long limit() {
    return limit;
  }

  boolean isCareful() {
    return limit < CAREFREE;
  }

  /** Takes note that the store refused this batch. */
  void refused(Batch batch, String cause) {
    if (batch.served() > 1) {
      limit = batch.served() / 2;
      return;
    }
    limit = 1;
    for (PartitionProgress progress : batch.progress()) {
      if (progress.served() == 1) {
        condemned.add(
            new Condemned(
                progress.partition(),
                progress.topicId(),
                progress.range(),
                progress.leaderEpoch(),
                cause));
      }
    }
  }

  /** Takes note that this batch is in the store. */
  void written(Batch batch) {
    limit = Math.min(CAREFREE, limit * 2);
    for (PartitionProgress progress : batch.progress()) {
      condemned.removeIf(
          each ->
              each.partition().equals(progress.partition())
                  && each.range().next() <= progress.range().next());
    }
  }

  /** Why this record can't be stored; empty when nothing is known against it. */
  String verdict(SourcePartition partition, UUID topicId, ConsumerRecord<?, ?> record) {
    for (Condemned each : condemned) {
      if (each.is(partition, topicId, record)) {
        return each.cause();
      }
    }
    return "";
  }
}
