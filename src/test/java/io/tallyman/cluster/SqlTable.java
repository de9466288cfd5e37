package io.tallyman.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database answers to a statement, in lines for people. */
final class SqlTable {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+|NULL");

  private SqlTable() {}

  /**
   * Runs the statement.
   *
   * @param exports the shell exports that name the database and its account
   * @return a line of names and one a row, or how many rows were changed
   */
  static List<String> of(String exports, String statement) {
    try (Connection connection =
            DriverManager.getConnection(
                value(exports, "TALLYMAN_DB_URL"),
                value(exports, "TALLYMAN_DB_USER"),
                value(exports, "TALLYMAN_DB_PASSWORD"));
        Statement sql = connection.createStatement()) {
      if (!sql.execute(statement)) {
        return List.of(sql.getUpdateCount() + " rows changed");
      }
      try (ResultSet rows = sql.getResultSet()) {
        return lines(cells(rows));
      }
    } catch (SQLException e) {
      throw new ServerFailure("The database says: " + e.getMessage(), e);
    }
  }

  private static String value(String exports, String name) {
    Matcher line = Pattern.compile("export " + name + "='(.*)'").matcher(exports);
    if (!line.find()) {
      throw new ServerFailure("The servers' exports lack " + name + ": start them again");
    }
    return line.group(1);
  }

  private static List<List<String>> cells(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<List<String>> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      names.add(columns.getColumnLabel(column));
    }
    cells.add(names);
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= names.size(); column++) {
        row.add(String.valueOf(rows.getObject(column) == null ? "NULL" : rows.getString(column)));
      }
      cells.add(row);
    }
    return cells;
  }

  /** Numbers to the right, all else to the left. */
  private static List<String> lines(List<List<String>> cells) {
    List<StringBuilder> lines = cells.stream().map(row -> new StringBuilder()).toList();
    for (int column = 0; column < cells.get(0).size(); column++) {
      int at = column;
      int width = cells.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
      boolean numbers =
          cells.stream().skip(1).allMatch(row -> NUMBER.matcher(row.get(at)).matches());
      for (int row = 0; row < cells.size(); row++) {
        String cell = cells.get(row).get(column);
        String padding = " ".repeat(width - cell.length());
        lines
            .get(row)
            .append(column == 0 ? "" : "  ")
            .append(numbers ? padding + cell : cell + padding);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
