package io.tallyman.repl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a REPL ends a connection: in words, so that a connection that broke is told from it. */
final class LastWords {

  private static final String FAREWELL = "\nthe REPL has ended: ";
  private static final String REFUSED = "refused: ";
  private static final int MOST_BYTES = 4096; // of the end of what is heard

  private byte[] end = {};
  private long heard;

  /** What is said to a client whose session ends. */
  static String farewell(String why) {
    return FAREWELL + why + "\n";
  }

  /** What is said to a client that isn't let in. */
  static String refusal(String why) {
    return REFUSED + why + "\n";
  }

  /** Takes the next piece of what a client hears. */
  void hear(byte[] piece, int length) {
    byte[] all = Arrays.copyOf(end, end.length + length);
    System.arraycopy(piece, 0, all, end.length, length);
    end = Arrays.copyOfRange(all, Math.max(0, all.length - MOST_BYTES), all.length);
    heard += length;
  }

  private String text() {
    return new String(end, StandardCharsets.UTF_8);
  }

  /** Whether the session has ended, and not just the connection. */
  boolean isFarewell() {
    return text().endsWith("\n") && text().contains(FAREWELL);
  }

  /** Whether nothing was heard but that one isn't let in. */
  boolean isRefusal() {
    return heard == end.length && text().startsWith(REFUSED);
  }
}
