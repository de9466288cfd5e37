package io.tallyman.admin;

import io.tallyman.rollup.RollupId;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.SourceStanding;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the rollups have counted of one partition of one topic.
 *
 * @param entries the ledger's, of every version
 * @param fed the versions that are fed
 */
record CountedOffsets(List<LedgerEntry> entries, List<RollupId> fed) {

  static CountedOffsets of(SourceStanding standing, UUID topicId, int partition) {
    return new CountedOffsets(
        standing.counted().stream()
            .filter(each -> each.topicId().equals(topicId) && each.partition() == partition)
            .toList(),
        standing.rollups().stream().map(RegisteredRollup::id).toList());
  }

  /** The first offset from this one on that no version has counted. */
  long firstUncounted(long offset) {
    return firstUncounted(offset, entry -> true);
  }

  /** The first offset from this one on that one of the fed versions hasn't counted. */
  long firstMissing(long offset) {
    return fed.stream()
        .mapToLong(rollup -> firstUncounted(offset, entry -> entry.rollup().equals(rollup)))
        .min()
        .orElse(offset);
  }

  private long firstUncounted(long offset, Predicate<LedgerEntry> whose) {
    long first = offset;
    Optional<LedgerEntry> over = over(first, whose);
    while (over.isPresent()) {
      first = over.get().range().next();
      over = over(first, whose);
    }
    return first;
  }

  private Optional<LedgerEntry> over(long offset, Predicate<LedgerEntry> whose) {
    return entries.stream().filter(whose).filter(each -> each.range().contains(offset)).findFirst();
  }

  /** Something that is counted at or after this offset. */
  Optional<LedgerEntry> after(long offset) {
    return entries.stream().filter(each -> each.range().next() > offset).findFirst();
  }
}
