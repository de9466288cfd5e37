package io.tallyman.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection while a transaction uses it. Rolling back and closing never hide the failure that
 * led there. Not thread-safe.
 */
final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  static Session open(ConnectionSource connections) throws SQLException {
    Connection connection = connections.open();
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      new Session(connection).close();
      throw e;
    }
    return new Session(connection);
  }

  Connection connection() {
    return connection;
  }

  /**
   * @throws SQLException when it isn't known whether the transaction was committed
   */
  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Undoes the whole transaction after a failure; where even that fails, the server will. */
  void rollbackAfter(Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      discard();
    }
  }

  /** Throws the connection away, so that nobody gets it again. */
  void discard() {
    try {
      connection.abort(Runnable::run);
      connection.rollback(); // fails, and by that a pool learns that the connection is gone
    } catch (SQLException e) {
      LOG.debug("a connection was given up", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a connection couldn't be closed", e);
    }
  }
}
