package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rows of {@code tallyman_ledger}: one per contiguous range. */
final class LedgerRows {

  private static final String COLUMNS =
      "rollup, version, topic, topic_id, partition_id, first_offset, next_offset, served, absent,"
          + " counted, filtered, late, early, duplicate, rejected";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM tallyman_ledger WHERE ";

  private static final String NEIGHBOUR =
      "(rollup = ? AND version = ? AND topic_id = ? AND partition_id = ?"
          + " AND first_offset <= ? AND next_offset >= ?)";

  private static final String OF_VERSION = SELECT + "rollup = ? AND version = ?";

  private static final String REPLACE =
      "INSERT INTO tallyman_ledger ("
          + COLUMNS
          + ", updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset), served = VALUES(served),"
          + " absent = VALUES(absent), counted = VALUES(counted), filtered = VALUES(filtered),"
          + " late = VALUES(late), early = VALUES(early), duplicate = VALUES(duplicate),"
          + " rejected = VALUES(rejected), updated_at = VALUES(updated_at)";

  private static final String DELETE =
      "DELETE FROM tallyman_ledger WHERE rollup = ? AND version = ? AND topic_id = ?"
          + " AND partition_id = ? AND first_offset = ?";

  private LedgerRows() {}

  /** What the ledger has that overlaps these entries or touches them. */
  static List<LedgerEntry> around(Connection connection, List<LedgerEntry> entries)
      throws SQLException {
    String conditions = String.join(" OR ", Collections.nCopies(entries.size(), NEIGHBOUR));
    try (PreparedStatement select = connection.prepareStatement(SELECT + conditions)) {
      int index = 1;
      for (LedgerEntry entry : entries) {
        index = bindPartition(select, index, entry);
        select.setLong(index++, entry.range().next());
        select.setLong(index++, entry.range().first());
      }
      return list(select);
    }
  }

  /** All that a version has counted. */
  static List<LedgerEntry> of(Connection connection, RollupId rollup) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OF_VERSION)) {
      select.setString(1, rollup.name());
      select.setString(2, rollup.version());
      return list(select);
    }
  }

  private static List<LedgerEntry> list(PreparedStatement select) throws SQLException {
    List<LedgerEntry> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(read(row));
      }
    }
    return found;
  }

  static LedgerEntry read(ResultSet row) throws SQLException {
    return new LedgerEntry(
        new RollupId(row.getString("rollup"), row.getString("version")),
        row.getString("topic"),
        SqlValues.uuid(SqlValues.required(row, "topic_id")),
        row.getInt("partition_id"),
        new OffsetRange(row.getLong("first_offset"), row.getLong("next_offset")),
        row.getLong("served"),
        row.getLong("absent"),
        new Outcomes(
            row.getLong("counted"),
            row.getLong("filtered"),
            row.getLong("late"),
            row.getLong("early"),
            row.getLong("duplicate"),
            row.getLong("rejected")));
  }

  /** Deletes the entries that have these first offsets. */
  static void delete(Connection connection, List<LedgerEntry> entries) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      for (LedgerEntry entry : entries) {
        int index = bindPartition(delete, 1, entry);
        delete.setLong(index, entry.range().first());
        delete.addBatch();
      }
      delete.executeBatch();
    }
  }

  /** Writes entries in the place of those that have the same first offset. */
  static void replace(Connection connection, List<LedgerEntry> entries) throws SQLException {
    try (PreparedStatement replace = connection.prepareStatement(REPLACE)) {
      for (LedgerEntry entry : entries) {
        bind(replace, entry);
        replace.addBatch();
      }
      replace.executeBatch();
    }
  }

  private static void bind(PreparedStatement replace, LedgerEntry entry) throws SQLException {
    Outcomes outcomes = entry.outcomes();
    replace.setString(1, entry.rollup().name());
    replace.setString(2, entry.rollup().version());
    replace.setString(3, entry.topic());
    replace.setBytes(4, SqlValues.bytes(entry.topicId()));
    replace.setInt(5, entry.partition());
    replace.setLong(6, entry.range().first());
    replace.setLong(7, entry.range().next());
    replace.setLong(8, entry.served());
    replace.setLong(9, entry.absent());
    replace.setLong(10, outcomes.counted());
    replace.setLong(11, outcomes.filtered());
    replace.setLong(12, outcomes.late());
    replace.setLong(13, outcomes.early());
    replace.setLong(14, outcomes.duplicate());
    replace.setLong(15, outcomes.rejected());
  }

  private static int bindPartition(PreparedStatement statement, int first, LedgerEntry entry)
      throws SQLException {
    int index = first;
    statement.setString(index++, entry.rollup().name());
    statement.setString(index++, entry.rollup().version());
    statement.setBytes(index++, SqlValues.bytes(entry.topicId()));
    statement.setInt(index++, entry.partition());
    return index;
  }
}
