package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import java.util.List;

/** How a newly counted range joins what the ledger has of its rollup version and partition. */
final class LedgerGrowth {

  private LedgerGrowth() {}

  /**
   * The entry that stands in the ledger afterwards, at the first offset of its left neighbour where
   * it has one.
   *
   * @param added what was counted
   * @param stored what the ledger has around it, and around others
   * @param absorbed takes the right neighbour, which is a part of the entry from now on
   * @throws LedgerOverlap when a part of it is counted already
   */
  static LedgerEntry of(LedgerEntry added, List<LedgerEntry> stored, List<LedgerEntry> absorbed)
      throws LedgerOverlap {
    LedgerEntry grown = added;
    OffsetRange range = added.range();
    for (LedgerEntry other : stored) {
      if (!isSamePartition(added, other)) {
        continue;
      }
      if (other.range().next() == range.first()) {
        grown = other.joined(grown);
      } else if (other.range().first() == range.next()) {
        grown = grown.joined(other);
        absorbed.add(other);
      } else {
        throw new LedgerOverlap(added, other);
      }
    }
    return grown;
  }

  private static boolean isSamePartition(LedgerEntry one, LedgerEntry other) {
    return one.rollup().equals(other.rollup())
        && one.topicId().equals(other.topicId())
        && one.partition() == other.partition();
  }
}
