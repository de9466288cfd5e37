package io.tallyman.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The rows of {@code tallyman_audit}, which are added, and deleted when they are old. */
final class AuditRows {

  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 1000;

  private static final String INSERT =
      "INSERT INTO tallyman_audit (at, host, who, action, target, scope, before_value,"
          + " after_value, reason, request_id, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** So many rows are looked at and deleted at once: none is locked for long. */
  static final int PIECE = 500;

  /** The rows with the smallest ids are the oldest: no index by time is needed. */
  private static final String OLD =
      "SELECT COUNT(*) AS old_rows, MAX(id) AS last_id FROM"
          + " (SELECT id, at FROM tallyman_audit ORDER BY id LIMIT ?) AS oldest WHERE at < ?";

  private static final String FORGET = "DELETE FROM tallyman_audit WHERE id <= ? AND at < ?";

  private AuditRows() {}

  /** Deletes a piece of those that are older; whether that was a whole piece. */
  static boolean forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement old = connection.prepareStatement(OLD);
        PreparedStatement forget = connection.prepareStatement(FORGET)) {
      old.setInt(1, PIECE);
      SqlValues.set(old, 2, SqlValues.utc(before));
      try (ResultSet row = old.executeQuery()) {
        if (!row.next() || row.getLong("old_rows") == 0) {
          return false;
        }
        forget.setLong(1, row.getLong("last_id"));
        SqlValues.set(forget, 2, SqlValues.utc(before));
        forget.executeUpdate();
        return row.getLong("old_rows") == PIECE;
      }
    }
  }

  static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        new ActionNote(
            Objects.requireNonNull(SqlValues.instant(row, "at"), "at"),
            row.getString("host"),
            row.getString("who"),
            row.getString("action"),
            row.getString("reason"),
            row.getString("request_id")),
        row.getString("target"),
        row.getString("scope"),
        row.getString("before_value"),
        row.getString("after_value"),
        row.getString("outcome"));
  }

  static void add(Connection connection, List<AuditEntry> entries) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (AuditEntry entry : entries) {
        ActionNote note = entry.note();
        SqlValues.set(insert, 1, SqlValues.utc(note.at()));
        insert.setString(2, SqlValues.cut(note.host(), MAX_NAME));
        insert.setString(3, SqlValues.cut(note.who(), MAX_NAME));
        insert.setString(4, SqlValues.cut(note.action(), 64));
        insert.setString(5, SqlValues.cut(entry.target(), MAX_NAME));
        insert.setString(6, SqlValues.cut(entry.scope(), 16));
        insert.setString(7, SqlValues.cut(entry.before(), MAX_VALUE));
        insert.setString(8, SqlValues.cut(entry.after(), MAX_VALUE));
        insert.setString(9, SqlValues.cut(note.reason(), MAX_NAME));
        insert.setString(10, SqlValues.cut(note.requestId(), 64));
        insert.setString(11, SqlValues.cut(entry.outcome(), MAX_NAME));
        insert.executeUpdate();
      }
    }
  }
}
