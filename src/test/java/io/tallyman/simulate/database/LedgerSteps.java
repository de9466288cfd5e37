package io.tallyman.simulate.database;

import io.tallyman.simulate.database.Tables.LedgerId;
import io.tallyman.store.LedgerEntry;
import java.sql.SQLException;
import java.util.List;

/** The statements on {@code tallyman_ledger}. */
final class LedgerSteps {

  private LedgerSteps() {}

  static List<LedgerEntry> around(Statement statement, List<LedgerEntry> entries) {
    return statement.tables().ledger.seenBy(statement.session()).stream()
        .filter(stored -> entries.stream().anyMatch(entry -> isNear(stored, entry)))
        .toList();
  }

  private static boolean isNear(LedgerEntry stored, LedgerEntry entry) {
    return stored.range().first() <= entry.range().next()
        && stored.range().next() >= entry.range().first()
        && stored.partition() == entry.partition()
        && stored.rollup().equals(entry.rollup())
        && stored.topicId().equals(entry.topicId());
  }

  static void replace(Statement statement, List<LedgerEntry> entries) throws SQLException {
    for (LedgerEntry entry : entries) {
      requireBalance(entry);
      Row<LedgerEntry> row = statement.tables().ledger.row(LedgerId.of(entry));
      statement.holdPlace(row);
      statement.put(row, entry);
      statement.betweenRows();
    }
  }

  private static void requireBalance(LedgerEntry entry) throws SQLException {
    if (entry.range().length() != entry.served() + entry.absent()) {
      throw Errors.check("tallyman_ledger_length");
    } else if (entry.served() != entry.outcomes().total()) {
      throw Errors.check("tallyman_ledger_outcomes");
    }
  }

  static void delete(Statement statement, LedgerEntry entry) throws SQLException {
    Row<LedgerEntry> row = statement.tables().ledger.row(LedgerId.of(entry));
    if (statement.lock(row) != null) {
      statement.put(row, null);
    }
  }
}
