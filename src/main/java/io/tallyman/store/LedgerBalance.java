package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one rollup version has counted of one partition, over all its ranges.
 *
 * @param rollup which rollup version
 * @param topic the topic's name
 * @param topicId the topic's id in Kafka
 * @param partition the partition's number
 * @param ranges the counted ranges, in order
 * @param gaps the ranges between them, which aren't counted
 * @param served how many records Kafka served
 * @param absent how many offsets Kafka doesn't serve
 * @param outcomes what became of the served records
 */
public record LedgerBalance(
    RollupId rollup,
    String topic,
    UUID topicId,
    int partition,
    List<OffsetRange> ranges,
    List<OffsetRange> gaps,
    long served,
    long absent,
    Outcomes outcomes) {

  public LedgerBalance {
    ranges = List.copyOf(ranges);
    gaps = List.copyOf(gaps);
  }

  /**
   * Adds up entries of one rollup version and partition.
   *
   * @param entries at least one, in the order of their offsets
   */
  static LedgerBalance of(List<LedgerEntry> entries) {
    LedgerEntry first = entries.get(0);
    List<OffsetRange> gaps = new ArrayList<>();
    Outcomes outcomes = Outcomes.NONE;
    long end = first.range().first();
    for (LedgerEntry entry : entries) {
      if (entry.range().first() > end) {
        gaps.add(new OffsetRange(end, entry.range().first()));
      }
      end = entry.range().next();
      outcomes = outcomes.plus(entry.outcomes());
    }
    return new LedgerBalance(
        first.rollup(),
        first.topic(),
        first.topicId(),
        first.partition(),
        entries.stream().map(LedgerEntry::range).toList(),
        gaps,
        entries.stream().mapToLong(LedgerEntry::served).sum(),
        entries.stream().mapToLong(LedgerEntry::absent).sum(),
        outcomes);
  }

  /** Whether both checks hold: length = served + absent, and served = the sum of the outcomes. */
  public boolean balances() {
    return ranges.stream().mapToLong(OffsetRange::length).sum() == served + absent
        && served == outcomes.total();
  }
}
