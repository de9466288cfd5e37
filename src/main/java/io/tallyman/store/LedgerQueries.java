package io.tallyman.store;

import io.tallyman.rollup.CountMeasures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Reads what the rollups have counted over one handle, whose transaction sees all of it at one
 * moment: else a flush between two queries would look like an imbalance.
 */
final class LedgerQueries {

  private final Handle handle;

  LedgerQueries(Handle handle) {
    this.handle = handle;
  }

  /** Every version of every rollup; rows of small tables only. */
  List<RollupLedger> ledgers() {
    return ledgers(rollup -> Optional.empty());
  }

  /**
   * The same with the cells of all versions that aren't retired added up: reads their whole tables.
   */
  List<RollupLedger> ledgersWithCells() {
    return ledgers(
        rollup ->
            rollup.state() == RollupState.RETIRED ? Optional.empty() : Optional.of(sums(rollup)));
  }

  private List<RollupLedger> ledgers(Function<RegisteredRollup, Optional<CellSums>> cells) {
    List<RegisteredRollup> rollups = rollups();
    List<StoredPosition> positions = positions();
    List<LedgerEntry> entries = entries();
    return rollups.stream()
        .map(rollup -> RollupLedger.of(rollup, entries, positions, cells.apply(rollup)))
        .toList();
  }

  /** Every version of every rollup, the oldest first within each. */
  List<RegisteredRollup> rollups() {
    return handle
        .createQuery("SELECT * FROM tallyman_rollup ORDER BY rollup, created_at, version")
        .map((row, context) -> RegisteredRollup.read(row))
        .list();
  }

  List<StoredPosition> positions() {
    return handle
        .createQuery("SELECT * FROM tallyman_position ORDER BY source, topic, partition_id")
        .map((row, context) -> StoredPosition.read(row))
        .list();
  }

  private List<LedgerEntry> entries() {
    return handle
        .createQuery(
            "SELECT * FROM tallyman_ledger"
                + " ORDER BY rollup, version, topic_id, partition_id, first_offset")
        .map((row, context) -> LedgerRows.read(row))
        .list();
  }

  private CellSums sums(RegisteredRollup rollup) {
    List<String> counts = CountMeasures.of(rollup.definition());
    StringBuilder sql = new StringBuilder("SELECT COALESCE(SUM(records), 0)");
    counts.forEach(count -> sql.append(", COALESCE(SUM(" + Names.quoted(count) + "), 0)"));
    sql.append(" FROM ").append(Names.quoted(rollup.table()));
    return handle.createQuery(sql).map((row, context) -> sums(row, counts)).one();
  }

  private static CellSums sums(ResultSet row, List<String> counts) throws SQLException {
    TreeMap<String, Long> sums = new TreeMap<>();
    for (int column = 0; column < counts.size(); column++) {
      sums.put(counts.get(column), row.getLong(column + 2));
    }
    return new CellSums(row.getLong(1), sums);
  }
}
