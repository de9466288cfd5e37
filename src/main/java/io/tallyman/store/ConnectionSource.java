package io.tallyman.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where connections come from: a pool, or a driver. Whoever opens one says whether it commits by
 * itself, and closes it. Thread-safe.
 */
@FunctionalInterface
public interface ConnectionSource {

  /** A connection with no transaction under way. */
  Connection open() throws SQLException;
}
