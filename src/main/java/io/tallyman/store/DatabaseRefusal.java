package io.tallyman.store;

import java.io.Serial;

/**
 * The database can't be used as it is, and waiting doesn't help. The message says what, where and
 * the remedy.
 */
public final class DatabaseRefusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  DatabaseRefusal(String message) {
    super(message);
  }

  DatabaseRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
