package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one rollup version has counted of one partition.
 *
 * @param rollup which rollup version
 * @param partition which partition
 * @param topicId the topic's id in Kafka
 * @param entries the counted ranges, in order; empty where nothing is counted
 * @param position where the source stands; empty where it stands in another topic of that name, or
 *     nowhere
 */
public record PartitionLedger(
    RollupId rollup,
    SourcePartition partition,
    UUID topicId,
    List<LedgerEntry> entries,
    Optional<StoredPosition> position) {

  public PartitionLedger {
    entries = List.copyOf(entries);
  }

  /** The counted ranges, in order. */
  public List<OffsetRange> ranges() {
    return entries.stream().map(LedgerEntry::range).toList();
  }

  /**
   * What isn't counted: between the ranges, and before and after them as far as the source has
   * read. A gap is no imbalance: a rollup that was added later, or paused, has one.
   */
  public List<OffsetRange> gaps() {
    List<OffsetRange> gaps = new ArrayList<>();
    long end = begin();
    for (OffsetRange range : ranges()) {
      addGap(gaps, end, range.first());
      end = Math.max(end, range.next());
    }
    addGap(gaps, end, position.map(StoredPosition::nextOffset).orElse(end));
    return gaps;
  }

  private long begin() {
    long counted = entries.isEmpty() ? Long.MAX_VALUE : entries.get(0).range().first();
    return Math.min(counted, position.map(StoredPosition::firstOffset).orElse(counted));
  }

  private static void addGap(List<OffsetRange> gaps, long first, long next) {
    if (first < next) {
      gaps.add(new OffsetRange(first, next));
    }
  }

  /** How many records Kafka served. */
  public long served() {
    return entries.stream().mapToLong(LedgerEntry::served).sum();
  }

  /** How many offsets Kafka doesn't serve. */
  public long absent() {
    return entries.stream().mapToLong(LedgerEntry::absent).sum();
  }

  /** What became of the served records. */
  public Outcomes outcomes() {
    return entries.stream().map(LedgerEntry::outcomes).reduce(Outcomes.NONE, Outcomes::plus);
  }

  /** What doesn't balance; empty when all does. */
  public List<Imbalance> imbalances() {
    return PartitionChecks.of(this);
  }
}
