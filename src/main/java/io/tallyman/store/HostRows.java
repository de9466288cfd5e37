package io.tallyman.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** The rows of {@code tallyman_host}. Who is silent is told by the database's clock alone. */
final class HostRows {

  static final String ALL =
      "SELECT host, version, started_at, seen_at, obeyed,"
          + " TIMESTAMPDIFF(SECOND, seen_at, UTC_TIMESTAMP(3)) AS silent_seconds"
          + " FROM tallyman_host ORDER BY host";

  private static final String SEEN =
      "UPDATE tallyman_host SET version = ?, obeyed = ?, seen_at = UTC_TIMESTAMP(3)"
          + " WHERE host = ? AND started_at = ?";

  private static final String ENTER =
      "INSERT INTO tallyman_host (host, version, started_at, seen_at, obeyed)"
          + " VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?) ON DUPLICATE KEY UPDATE"
          + " version = VALUES(version), started_at = VALUES(started_at),"
          + " seen_at = VALUES(seen_at), obeyed = VALUES(obeyed)";

  private static final String FORGET =
      "DELETE FROM tallyman_host WHERE seen_at < UTC_TIMESTAMP(3) - INTERVAL 7 DAY";

  private HostRows() {}

  /** Whether the row was there, and of this process. */
  static boolean isSeen(Connection connection, HostNote note) throws SQLException {
    try (PreparedStatement seen = connection.prepareStatement(SEEN)) {
      seen.setString(1, note.version());
      seen.setString(2, note.obeyed());
      seen.setString(3, note.host());
      SqlValues.set(seen, 4, SqlValues.utc(note.started()));
      return seen.executeUpdate() == 1;
    }
  }

  static void enter(Connection connection, HostNote note) throws SQLException {
    try (PreparedStatement enter = connection.prepareStatement(ENTER);
        PreparedStatement forget = connection.prepareStatement(FORGET)) {
      enter.setString(1, note.host());
      enter.setString(2, note.version());
      SqlValues.set(enter, 3, SqlValues.utc(note.started()));
      enter.setString(4, note.obeyed());
      enter.executeUpdate();
      forget.executeUpdate();
    }
  }

  static StoredHost host(ResultSet row) throws SQLException {
    return new StoredHost(
        new HostNote(
            row.getString("host"),
            row.getString("version"),
            Objects.requireNonNull(SqlValues.instant(row, "started_at"), "started_at"),
            row.getString("obeyed")),
        Objects.requireNonNull(SqlValues.instant(row, "seen_at"), "seen_at"),
        Duration.ofSeconds(row.getLong("silent_seconds")));
  }
}
