package io.tallyman.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The rows of {@code tallyman_setting}. There are few: all of them are read at once. */
final class SettingRows {

  static final String ALL = "SELECT * FROM tallyman_setting ORDER BY kind, target, host";

  private static final String LOCK =
      "SELECT * FROM tallyman_setting WHERE kind = ? ORDER BY kind, target, host FOR UPDATE";

  /** No upsert: a row that another operator has made meanwhile is to be looked at first. */
  private static final String INSERT =
      "INSERT INTO tallyman_setting (value, reason, set_by, set_at, until_at, kind, target, host)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE tallyman_setting SET value = ?, reason = ?, set_by = ?, set_at = ?, until_at = ?"
          + " WHERE kind = ? AND target = ? AND host = ?";

  private static final String DELETE =
      "DELETE FROM tallyman_setting WHERE kind = ? AND target = ? AND host = ?";

  private SettingRows() {}

  /** The settings of one kind, which nobody else changes before this transaction ends. */
  static List<StoredSetting> lock(Connection connection, String kind) throws SQLException {
    List<StoredSetting> locked = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(LOCK)) {
      select.setString(1, kind);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          locked.add(setting(row));
        }
      }
    }
    return locked;
  }

  /**
   * @throws SQLException of a duplicate key where another has made the row since it was looked for
   */
  static void apply(Connection connection, SettingChange change) throws SQLException {
    StoredSetting after = change.after();
    if (after == null) {
      delete(connection, change.key());
    } else {
      write(connection, change.before() == null ? INSERT : UPDATE, after);
    }
  }

  private static void write(Connection connection, String sql, StoredSetting setting)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      write.setString(1, setting.value());
      write.setString(2, setting.reason());
      write.setString(3, setting.setBy());
      SqlValues.set(write, 4, SqlValues.utc(setting.setAt()));
      SqlValues.set(write, 5, SqlValues.utc(setting.until()));
      bind(write, 6, setting.key());
      requireOne(write.executeUpdate(), setting.key());
    }
  }

  private static void delete(Connection connection, SettingKey key) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      bind(delete, 1, key);
      requireOne(delete.executeUpdate(), key);
    }
  }

  private static void bind(PreparedStatement statement, int index, SettingKey key)
      throws SQLException {
    statement.setString(index, key.kind());
    statement.setString(index + 1, key.target());
    statement.setString(index + 2, key.host());
  }

  private static void requireOne(int rows, SettingKey key) throws SQLException {
    if (rows != 1) {
      throw new SQLException(rows + " rows in place of one are of " + key);
    }
  }

  static StoredSetting setting(ResultSet row) throws SQLException {
    return new StoredSetting(
        new SettingKey(row.getString("kind"), row.getString("target"), row.getString("host")),
        row.getString("value"),
        row.getString("reason"),
        row.getString("set_by"),
        Objects.requireNonNull(SqlValues.instant(row, "set_at"), "set_at"),
        SqlValues.instant(row, "until_at"));
  }
}
