package io.tallyman;

import java.io.Serial;

/**
 * A command can't do what it was asked. The message says what, where and the remedy; the exit code
 * is 1.
 */
final class CommandFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }
}
