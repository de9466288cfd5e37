package io.tallyman.store;

import java.sql.SQLException;

/** Runs work in transactions of its own: committed whole, or rolled back whole. Thread-safe. */
final class Transactions {

  /** What one transaction does. */
  @FunctionalInterface
  interface Work<T> {
    T in(StoreTransaction transaction) throws SQLException;
  }

  /** What one transaction does, without a result. */
  @FunctionalInterface
  interface Action {
    void in(StoreTransaction transaction) throws SQLException;
  }

  private final TransactionSource source;
  private final SqlFailures failures;

  Transactions(TransactionSource source, SqlFailures failures) {
    this.source = source;
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
    try (StoreTransaction transaction = source.begin()) {
      T result = attempt(transaction, work);
      commit(transaction);
      return result;
    } catch (SQLException e) {
      throw failures.unavailable(what, e);
    }
  }

  /** The same, without a result. */
  void execute(String what, Action action) {
    run(
        what,
        transaction -> {
          action.in(transaction);
          return what;
        });
  }

  private static <T> T attempt(StoreTransaction transaction, Work<T> work) throws SQLException {
    try {
      return work.in(transaction);
    } catch (SQLException | RuntimeException e) {
      transaction.rollbackAfter(e);
      throw e;
    }
  }

  private static void commit(StoreTransaction transaction) throws SQLException {
    try {
      transaction.commit();
    } catch (SQLException e) {
      transaction.discard();
      throw e;
    }
  }
}
