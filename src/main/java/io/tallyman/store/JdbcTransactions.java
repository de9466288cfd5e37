package io.tallyman.store;

import java.sql.SQLException;

/** Transactions of MySQL or MariaDB, over JDBC. Thread-safe. */
public final class JdbcTransactions implements TransactionSource {

  private final ConnectionSource connections;

  /**
   * @param connections writing sessions: READ COMMITTED, strict, with short waits
   */
  public JdbcTransactions(ConnectionSource connections) {
    this.connections = connections;
  }

  @Override
  public StoreTransaction begin() throws SQLException {
    return JdbcTransaction.open(connections);
  }
}
