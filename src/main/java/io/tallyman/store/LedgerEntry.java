package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.util.UUID;

/**
 * A contiguous range of a partition's offsets that one rollup version has counted, and what became
 * of its records.
 *
 * @param rollup which rollup version
 * @param topic the topic's name
 * @param topicId the topic's id in Kafka
 * @param partition the partition's number
 * @param range the offsets
 * @param served how many records Kafka served
 * @param absent how many offsets Kafka doesn't serve
 * @param outcomes what became of the served records
 */
public record LedgerEntry(
    RollupId rollup,
    String topic,
    UUID topicId,
    int partition,
    OffsetRange range,
    long served,
    long absent,
    Outcomes outcomes) {

  /** One entry of this one and the one that begins where it ends. */
  LedgerEntry joined(LedgerEntry right) {
    return new LedgerEntry(
        rollup,
        topic,
        topicId,
        partition,
        new OffsetRange(range.first(), right.range.next()),
        served + right.served,
        absent + right.absent,
        outcomes.plus(right.outcomes));
  }
}
