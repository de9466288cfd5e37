package io.tallyman.repl;

/**
 * One thing that has happened to a REPL, in a line of text each.
 *
 * @param action {@code repl open}, {@code repl connect}, {@code repl line}, {@code repl answer} or
 *     {@code repl close}
 * @param target the socket's name, or which line it is
 * @param text what was sent, cut; may be empty
 * @param outcome what came of it
 */
public record ReplNote(String action, String target, String text, String outcome) {

  private static final int MOST_CHARACTERS = 900;

  public ReplNote {
    text = cut(text);
    outcome = cut(outcome);
  }

  /** One line of bounded length, whatever was typed; a cut one says how long it was. */
  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() <= MOST_CHARACTERS
        ? line
        : line.substring(0, MOST_CHARACTERS) + "... (" + line.length() + " characters)";
  }
}
