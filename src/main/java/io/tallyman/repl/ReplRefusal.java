package io.tallyman.repl;

import java.io.Serial;

/** A REPL can't be opened. The message says why, and the remedy; nothing was opened. */
public final class ReplRefusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  ReplRefusal(String message) {
    super(message);
  }

  ReplRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
