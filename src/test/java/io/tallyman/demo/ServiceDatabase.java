package io.tallyman.demo;

import io.tallyman.cluster.DatabaseLogin;
import io.tallyman.demo.DatabaseFigures.ViewSize;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own look into the service's tables, with plain SQL. One connection, which is made anew
 * after an error. Not thread-safe.
 */
final class ServiceDatabase implements AutoCloseable {

  private static final String LIMITS =
      "connectTimeout=3000&socketTimeout=%d&connectionTimeZone=UTC"
          + "&forceConnectionTimeZoneToSession=true";
  private static final int MOST_ROWS = 3;

  private final DatabaseLogin database;
  private final DemoPlan plan;
  private final int patienceMillis;
  private @Nullable Connection connection;

  /**
   * A look that connects when it is asked something.
   *
   * @param patienceMillis how long an answer may take
   */
  ServiceDatabase(DatabaseLogin database, DemoPlan plan, int patienceMillis) {
    this.database = database;
    this.plan = plan;
    this.patienceMillis = patienceMillis;
  }

  /** The next offset of every partition of the source; empty before the service has any. */
  Map<Integer, Long> positions() throws SQLException {
    Map<Integer, Long> positions = new TreeMap<>();
    query(
        "SELECT partition_id, next_offset FROM tallyman_position WHERE source = ? AND topic = ?",
        List.of(plan.source(), plan.topic()),
        row -> positions.put(row.getInt(1), row.getLong(2)));
    return positions;
  }

  /** The ledger's sums, by the name that it gives a rollup. */
  Map<String, OutcomeCounts> outcomes() throws SQLException {
    Map<String, OutcomeCounts> outcomes = new HashMap<>();
    query(
        "SELECT rollup, SUM(counted), SUM(rejected), SUM(duplicate), SUM(late), SUM(early),"
            + " SUM(filtered) FROM tallyman_ledger WHERE topic = ? GROUP BY rollup",
        List.of(plan.topic()),
        row ->
            outcomes.put(
                row.getString(1),
                new OutcomeCounts(
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7))));
    return outcomes;
  }

  /** How many dead letters there are, by reason. */
  Map<String, Long> deadLetters() throws SQLException {
    Map<String, Long> letters = new TreeMap<>();
    query(
        "SELECT reason, COUNT(*) FROM tallyman_dead_letter WHERE source = ? GROUP BY reason",
        List.of(plan.source()),
        row -> letters.put(row.getString(1), row.getLong(2)));
    return letters;
  }

  /** How large the view of this rollup is. */
  ViewSize size(RollupPlan rollup) throws SQLException {
    String sum = firstCount(rollup).map(name -> "SUM(`" + name + "`)").orElse("COUNT(*)");
    List<ViewSize> found = new ArrayList<>();
    query(
        "SELECT COUNT(*), COALESCE(" + sum + ", 0) FROM `" + rollup.view() + "`",
        List.of(),
        row -> found.add(new ViewSize(rollup.view(), row.getLong(1), row.getLong(2))));
    return found.get(0);
  }

  /** The largest cells of the bucket that is growing now, as text, below the column names. */
  List<List<String>> latest(RollupPlan rollup) throws SQLException {
    String order = firstCount(rollup).map(name -> " ORDER BY `" + name + "` DESC").orElse("");
    String view = "`" + rollup.view() + "`";
    List<List<String>> rows = new ArrayList<>();
    query(
        "SELECT * FROM %s WHERE bucket_start = (SELECT MAX(bucket_start) FROM %s WHERE bucket_start <= UTC_TIMESTAMP())%s LIMIT %d"
            .formatted(view, view, order, MOST_ROWS),
        List.of(),
        row -> {
          if (rows.isEmpty()) {
            rows.add(columns(row));
          }
          rows.add(texts(row));
        });
    return rows;
  }

  /** Every row of the view of this rollup. */
  void cells(RollupPlan rollup, RowReader reader) throws SQLException {
    query("SELECT * FROM `" + rollup.view() + "`", List.of(), reader);
  }

  /** Takes one row after the other. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static java.util.Optional<String> firstCount(RollupPlan rollup) {
    return rollup.measures().stream()
        .filter(measure -> measure.kind() == RollupPlan.Kind.COUNT)
        .map(RollupPlan.Measured::name)
        .findFirst();
  }

  private static List<String> columns(ResultSet row) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      names.add(row.getMetaData().getColumnLabel(column));
    }
    return names;
  }

  private static List<String> texts(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      values.add(Tally.text(row.getString(column)));
    }
    return values;
  }

  private void query(String sql, List<String> parameters, RowReader reader) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open =
          DriverManager.getConnection(
              database.jdbcUrl()
                  + (database.jdbcUrl().contains("?") ? "&" : "?")
                  + LIMITS.formatted(patienceMillis),
              database.user(),
              database.password());
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
