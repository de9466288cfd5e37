package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.store.CellSums;
import io.tallyman.store.Imbalance;
import io.tallyman.store.PartitionLedger;
import io.tallyman.store.RollupLedger;
import io.tallyman.store.StoredPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a rollup version as operators and programs read it.
 *
 * @param balanced whether every check holds; a gap is no imbalance
 * @param sums what all partitions add up to
 * @param gapOffsets how many offsets the source has passed that this version hasn't counted
 * @param partitions every partition, in the order of their numbers
 * @param cells what the cells add up to; null where they weren't added up
 * @param imbalances every check that doesn't hold
 */
public record LedgerView(
    boolean balanced,
    Sums sums,
    long gapOffsets,
    List<Partition> partitions,
    @Nullable Cells cells,
    List<Unbalanced> imbalances) {

  public LedgerView {
    partitions = List.copyOf(partitions);
    imbalances = List.copyOf(imbalances);
  }

  /**
   * What became of the offsets.
   *
   * @param served records that Kafka served; the sum of those below
   * @param absent offsets for which Kafka has no record
   */
  public record Sums(
      long served,
      long absent,
      long counted,
      long filtered,
      long late,
      long early,
      long duplicate,
      long rejected) {

    static Sums of(long served, long absent, Outcomes outcomes) {
      return new Sums(
          served,
          absent,
          outcomes.counted(),
          outcomes.filtered(),
          outcomes.late(),
          outcomes.early(),
          outcomes.duplicate(),
          outcomes.rejected());
    }
  }

  /** The offsets from the first one to the one before the next one. */
  public record Range(long firstOffset, long nextOffset) {
    static Range of(OffsetRange range) {
      return new Range(range.first(), range.next());
    }
  }

  /**
   * One partition.
   *
   * @param partition its number
   * @param topicId the topic's id in Kafka
   * @param position from where to where the source has read it; null where the source reads another
   *     topic of that name now, or none
   * @param ranges what is counted
   * @param gaps what the source has passed that isn't counted
   * @param sums what became of the counted ranges
   * @param balanced whether every check of this partition holds
   */
  public record Partition(
      int partition,
      String topicId,
      @Nullable Range position,
      List<Range> ranges,
      List<Range> gaps,
      Sums sums,
      boolean balanced) {}

  /**
   * What the cells add up to; each of the numbers must be what the ledger has counted.
   *
   * @param records the sum of the cells' hidden count of records
   * @param counts the sum of each measure that counts records, by its name
   */
  public record Cells(long records, Map<String, Long> counts) {
    static Cells of(CellSums sums) {
      return new Cells(sums.records(), sums.counts());
    }
  }

  /**
   * A check that doesn't hold.
   *
   * @param check which one
   * @param partition of which partition; null where it is about all of them
   * @param difference by how much, in offsets or records; what is too few is negative
   * @param sentence what, where, by how much, and the remedy
   */
  public record Unbalanced(
      String check, @Nullable Integer partition, long difference, String sentence) {}

  static LedgerView of(RollupLedger ledger) {
    List<Imbalance> imbalances = ledger.imbalances();
    return new LedgerView(
        imbalances.isEmpty(),
        Sums.of(ledger.served(), ledger.absent(), ledger.outcomes()),
        ledger.partitions().stream()
            .flatMap(partition -> partition.gaps().stream())
            .mapToLong(OffsetRange::length)
            .sum(),
        ledger.partitions().stream().map(LedgerView::partition).toList(),
        ledger.cells().map(Cells::of).orElse(null),
        imbalances.stream().map(LedgerView::unbalanced).toList());
  }

  private static Partition partition(PartitionLedger partition) {
    return new Partition(
        partition.partition().number(),
        partition.topicId().toString(),
        partition.position().map(LedgerView::range).orElse(null),
        partition.ranges().stream().map(Range::of).toList(),
        partition.gaps().stream().map(Range::of).toList(),
        Sums.of(partition.served(), partition.absent(), partition.outcomes()),
        partition.imbalances().isEmpty());
  }

  private static Range range(StoredPosition position) {
    return new Range(position.firstOffset(), position.nextOffset());
  }

  private static Unbalanced unbalanced(Imbalance imbalance) {
    return new Unbalanced(
        imbalance.check().code(),
        imbalance.partition().isPresent() ? imbalance.partition().getAsInt() : null,
        imbalance.difference(),
        imbalance.sentence());
  }
}
