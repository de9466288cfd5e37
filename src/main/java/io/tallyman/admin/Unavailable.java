package io.tallyman.admin;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asked for can't be done now, because the brokers or the database don't answer.
 * The message says what, where, and what was changed by it.
 */
final class Unavailable extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
