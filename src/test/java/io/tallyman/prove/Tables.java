package io.tallyman.prove;

import io.tallyman.cluster.Credentials;
import io.tallyman.cluster.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A look into the service's tables with plain SQL, not by the service's wires. One connection, made
 * anew after an error. For one thread at a time.
 */
final class Tables implements AutoCloseable {

  private static final String LIMITS = "?connectTimeout=3000&socketTimeout=60000";

  private final EmbeddedDatabase database;
  private @Nullable Connection connection;

  Tables(EmbeddedDatabase database) {
    this.database = database;
  }

  /** As a MySQL client prints it: a line of names, then a line a row, each value as text. */
  List<List<String>> rows(String sql, Object... parameters) throws SQLException {
    boolean fresh = connection == null;
    try {
      return read(sql, parameters);
    } catch (SQLException e) {
      close();
      if (fresh || !Objects.toString(e.getSQLState(), "").startsWith("08")) {
        throw e;
      }
      return read(sql, parameters); // the database may have been started anew since the last look
    }
  }

  private List<List<String>> read(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    }
  }

  private static List<List<String>> read(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<List<String>> lines = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      names.add(result.getMetaData().getColumnLabel(i));
    }
    lines.add(names);
    while (result.next()) {
      List<String> line = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        line.add(String.valueOf(result.getString(i)));
      }
      lines.add(line);
    }
    return lines;
  }

  /** The rows without their names. */
  List<List<String>> values(String sql, Object... parameters) throws SQLException {
    List<List<String>> lines = rows(sql, parameters);
    return lines.subList(1, lines.size());
  }

  /** The one number that is asked for. */
  long number(String sql, Object... parameters) throws SQLException {
    return Long.parseLong(values(sql, parameters).get(0).get(0));
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      Credentials account = database.administrator();
      open =
          DriverManager.getConnection(
              database.jdbcUrl() + LIMITS, account.user(), account.password());
      connection = open;
    }
    return open;
  }

  /** Gives the connection up; the next question makes another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // It was broken already, which is why it is given up.
      }
    }
  }
}
