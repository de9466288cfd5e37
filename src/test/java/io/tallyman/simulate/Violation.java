package io.tallyman.simulate;

/** A promise that a schedule has shown to be broken. */
final class Violation extends AssertionError {

  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  Violation(String message, Throwable cause) {
    super(message, cause);
  }
}
