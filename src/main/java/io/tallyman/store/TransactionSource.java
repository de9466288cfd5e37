package io.tallyman.store;

import java.sql.SQLException;

/** Where transactions begin, each on a connection of its own. Thread-safe. */
@FunctionalInterface
public interface TransactionSource {

  /**
   * Begins one; whoever does so closes it.
   *
   * @throws SQLException when there is no connection
   */
  StoreTransaction begin() throws SQLException;
}
