package io.tallyman.store;

import io.tallyman.rollup.PartitionProgress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Books what a batch counted: one entry per contiguous range, which grows in place. Called only
 * while the positions of the partitions are locked, so nobody else changes what is read here.
 */
final class LedgerBooking {

  private LedgerBooking() {}

  /**
   * Writes down what the progress counted.
   *
   * @throws LedgerOverlap when the ledger has a part of it already; nothing was written
   */
  static void add(StoreTransaction transaction, List<PartitionProgress> progress)
      throws SQLException, LedgerOverlap {
    List<LedgerEntry> added = entries(progress);
    if (added.isEmpty()) {
      return;
    }
    List<LedgerEntry> stored = transaction.ledgerAround(added);
    List<LedgerEntry> grown = new ArrayList<>();
    List<LedgerEntry> absorbed = new ArrayList<>();
    for (LedgerEntry entry : added) {
      grown.add(LedgerGrowth.of(entry, stored, absorbed));
    }
    if (!absorbed.isEmpty()) {
      transaction.deleteLedger(absorbed);
    }
    transaction.replaceLedger(grown);
  }

  private static List<LedgerEntry> entries(List<PartitionProgress> progress) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (PartitionProgress moved : progress) {
      if (!moved.range().isEmpty()) {
        // their own order isn't the same in every JVM
        new TreeMap<>(moved.outcomes())
            .forEach(
                (rollup, outcomes) ->
                    entries.add(
                        new LedgerEntry(
                            rollup,
                            moved.partition().topic(),
                            moved.topicId(),
                            moved.partition().number(),
                            moved.range(),
                            moved.served(),
                            moved.absent(),
                            outcomes)));
      }
    }
    return entries;
  }
}
