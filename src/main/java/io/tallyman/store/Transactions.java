package io.tallyman.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work in transactions of its own: committed whole, or rolled back whole. Thread-safe. */
final class Transactions {

  /** What one transaction does. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** What one transaction does, without a result. */
  @FunctionalInterface
  interface Action {
    void in(Connection connection) throws SQLException;
  }

  private final ConnectionSource connections;
  private final SqlFailures failures;

  Transactions(ConnectionSource connections, SqlFailures failures) {
    this.connections = connections;
    this.failures = failures;
  }

  /**
   * Runs the work once.
   *
   * @param what what it does, for the sentence: "claim a partition"
   * @throws io.tallyman.rollup.StoreUnavailable when the database can't do it now; where the commit
   *     itself failed, it may be done all the same
   */
  <T> T run(String what, Work<T> work) {
    try (Session session = Session.open(connections)) {
      T result = attempt(session, work);
      commit(session);
      return result;
    } catch (SQLException e) {
      throw failures.unavailable(what, e);
    }
  }

  /** The same, without a result. */
  void execute(String what, Action action) {
    run(
        what,
        connection -> {
          action.in(connection);
          return what;
        });
  }

  private static <T> T attempt(Session session, Work<T> work) throws SQLException {
    try {
      return work.in(session.connection());
    } catch (SQLException | RuntimeException e) {
      session.rollbackAfter(e);
      throw e;
    }
  }

  private static void commit(Session session) throws SQLException {
    try {
      session.commit();
    } catch (SQLException e) {
      session.discard();
      throw e;
    }
  }
}
