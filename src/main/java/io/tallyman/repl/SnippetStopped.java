package io.tallyman.repl;

import java.io.Serial;

/** Ends a snippet that was stopped; no exception, so that a loop that catches those ends too. */
final class SnippetStopped extends Error {

  @Serial private static final long serialVersionUID = 1L;

  SnippetStopped() {
    super("the line was stopped");
  }
}
