package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch takes one partition, and what became of the records on the way.
 *
 * @param partition which partition
 * @param topicId the id of the topic that the records were read from
 * @param ownerEpoch the epoch under which they were read; the store refuses the batch when the
 *     partition has another one
 * @param range the offsets, from where the partition stands now to where it will; empty where only
 *     {@code countedUntil} moves
 * @param leaderEpoch the leader epoch of the last record, where Kafka told it
 * @param served how many records Kafka served in the range
 * @param absent how many offsets of the range Kafka doesn't serve (transaction markers, compaction)
 * @param outcomes what became of the served records, for every rollup version that the batch counts
 *     for
 * @param countedUntil every record that was in the partition at this time is counted; null where
 *     that isn't known
 */
public record PartitionProgress(
    SourcePartition partition,
    UUID topicId,
    long ownerEpoch,
    OffsetRange range,
    OptionalInt leaderEpoch,
    long served,
    long absent,
    Map<RollupId, Outcomes> outcomes,
    @Nullable Instant countedUntil) {

  public PartitionProgress {
    outcomes = Map.copyOf(outcomes);
    if (served + absent != range.length()) {
      throw new IllegalArgumentException(
          partition + " " + range + " doesn't balance: served " + served + " + absent " + absent);
    }
    for (Map.Entry<RollupId, Outcomes> entry : outcomes.entrySet()) {
      if (entry.getValue().total() != served) {
        throw new IllegalArgumentException(
            partition
                + " "
                + range
                + " doesn't balance in "
                + entry.getKey()
                + ": served "
                + served
                + ", outcomes "
                + entry.getValue());
      }
    }
  }
}
