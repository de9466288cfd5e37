package io.tallyman;

import java.io.Serial;

/**
 * A command can't do what it was asked. The message says what, where and the remedy; the exit code
 * is 1 unless the command has codes of its own.
 */
final class CommandFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(String message) {
    this(message, 1);
  }

  CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  int exitCode() {
    return exitCode;
  }
}
