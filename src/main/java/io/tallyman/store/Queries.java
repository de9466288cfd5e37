package io.tallyman.store;

import io.tallyman.rollup.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs what only reads, and says in a sentence why it failed. Thread-safe. */
final class Queries {

  private final ConnectionSource connections;
  private final Jdbi jdbi;
  private final SqlFailures failures;

  Queries(ConnectionSource connections, SqlFailures failures) {
    this.connections = connections;
    this.jdbi = Jdbi.create(connections::open);
    this.failures = failures;
  }

  /**
   * Runs one query.
   *
   * @param what what it does, for the sentence: "read the losses"
   * @throws StoreUnavailable when the database doesn't answer
   */
  <T> T run(String what, HandleCallback<T, RuntimeException> query) {
    try {
      return jdbi.withHandle(query);
    } catch (JdbiException e) {
      throw unavailable(what, e);
    }
  }

  /**
   * Runs several queries that all see the database as it stood at the first of them. They wait for
   * nobody's locks and hold none.
   *
   * @param what what they do, for the sentence
   * @throws StoreUnavailable when the database doesn't answer
   */
  <T> T atOneMoment(String what, HandleCallback<T, RuntimeException> queries) {
    try (JdbcTransaction session = JdbcTransaction.open(connections)) {
      session.connection().setReadOnly(true);
      session.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return Jdbi.create(session.connection()).withHandle(queries);
    } catch (SQLException e) {
      throw failures.unavailable(what, e);
    } catch (JdbiException e) {
      throw unavailable(what, e);
    }
  }

  private StoreUnavailable unavailable(String what, JdbiException e) {
    return e.getCause() instanceof SQLException cause
        ? failures.unavailable(what, cause)
        : new StoreUnavailable("can't " + what + ": " + e.getMessage(), e);
  }
}
