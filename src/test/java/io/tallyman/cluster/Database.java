package io.tallyman.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A schema of a running MySQL-compatible server and an account for it, wherever it runs. Safe for
 * use by several threads.
 */
public interface Database extends DatabaseLogin {
  /** An account with every right on this schema, DDL included, and none elsewhere. */
  @Override
  String user();

  /**
   * A new, empty schema on the same server, for one test class; it is dropped when the server is
   * closed.
   *
   * @param name goes into the schema's name: letters, digits and underscores, 40 at most
   */
  Database newDatabase(String name);

  /** The same schema for an account that may only read and write rows, as production has it. */
  Database withoutDdl();

  /** A new connection, which the caller closes. */
  default Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password());
  }
}
