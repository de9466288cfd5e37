package io.tallyman.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The rows of {@code tallyman_audit}, which are only ever added to. */
final class AuditRows {

  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 1000;

  private static final String INSERT =
      "INSERT INTO tallyman_audit (at, host, who, action, target, scope, before_value,"
          + " after_value, reason, request_id, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private AuditRows() {}

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
