package io.tallyman.lifecycle;

import java.io.Serial;

/**
 * Parts couldn't be started or stopped. The message names the first of them and what it said; its
 * own exception is the cause, and every further failure on the way is kept as suppressed.
 */
public final class PartFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  PartFailure(String part, String what, Throwable cause) {
    super("the part " + part + " " + what + ": " + sentence(cause), cause);
  }

  /** What an exception and its causes say, each message once, from the outside in. */
  static String sentence(Throwable failure) {
    StringBuilder said = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.getMessage() == null ? each.getClass().getName() : each.getMessage();
      if (said.indexOf(message) < 0) {
        said.append(said.isEmpty() ? "" : ": ").append(message);
      }
    }
    return said.toString();
  }
}
