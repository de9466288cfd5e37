package io.tallyman.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where MySQL and MariaDB differ: all of it is here. */
sealed interface Dialect {

  /** A collation that compares byte for byte and doesn't pad. */
  String collation();

  /** MySQL 8.4 or newer. */
  record MySql() implements Dialect {
    @Override
    public String collation() {
      return "utf8mb4_0900_bin";
    }
  }

  /** MariaDB 10.11 or newer. */
  record MariaDb() implements Dialect {
    @Override
    public String collation() {
      return "utf8mb4_nopad_bin";
    }
  }

  /**
   * The dialect of this server.
   *
   * @throws DatabaseRefusal when it is too old, with the remedy
   */
  static Dialect of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return ofVersion(row.getString(1));
    }
  }

  /** The dialect of the server that calls its version this: {@code 11.4.5-MariaDB}. */
  static Dialect ofVersion(String version) {
    boolean mariaDb = version.contains("MariaDB");
    // old clients took a 10 for something else, so MariaDB may say 5.5.5- first
    Matcher number = Pattern.compile("^(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)").matcher(version);
    int comparable =
        number.find()
            ? Integer.parseInt(number.group(1)) * 1000 + Integer.parseInt(number.group(2))
            : 0;
    if (comparable < (mariaDb ? 10_011 : 8_004)) {
      throw new DatabaseRefusal(
          "the database server is "
              + (mariaDb ? "MariaDB " : "MySQL ")
              + version
              + ", which Tallyman doesn't know; use MySQL 8.4 or newer, or MariaDB 10.11 or newer");
    }
    return mariaDb ? new MariaDb() : new MySql();
  }
}
