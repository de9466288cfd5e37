package io.tallyman.store;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Objects;

/** The database refuses a cell's data, and would refuse it again. */
final class DataRefused extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  DataRefused(String message, SQLException cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage(), "message");
  }
}
