package io.tallyman.repl;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that has happened to a REPL, in a line of text each.
 *
 * @param action {@code repl open}, {@code repl connect}, {@code repl line}, {@code repl answer} or
 *     {@code repl close}
 * @param target the socket's name, or which line it is
 * @param text what was sent, or a piece of it; may be empty
 * @param outcome what came of it
 */
public record ReplNote(String action, String target, String text, String outcome) {

  private static final int MOST_CHARACTERS = 900;

  public ReplNote {
    text = cut(plain(text));
    outcome = cut(plain(outcome).strip());
  }

  /** The same in as many notes as it takes to have all of the text: {@code line 3, 2 of 4}. */
  static List<ReplNote> whole(String action, String target, String text, String outcome) {
    String line = plain(text).strip();
    if (line.length() <= MOST_CHARACTERS) {
      return List.of(new ReplNote(action, target, line, outcome));
    }
    List<String> pieces = pieces(line);
    List<ReplNote> notes = new ArrayList<>();
    for (int number = 1; number <= pieces.size(); number++) {
      String part = target + ", " + number + " of " + pieces.size();
      notes.add(new ReplNote(action, part, pieces.get(number - 1), outcome));
    }
    return notes;
  }

  private static List<String> pieces(String line) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < line.length()) {
      int end = Math.min(from + MOST_CHARACTERS, line.length());
      if (end < line.length() && Character.isLowSurrogate(line.charAt(end))) {
        end--; // a character that takes two stays whole
      }
      pieces.add(line.substring(from, end));
      from = end;
    }
    return pieces;
  }

  /** In one line, and without what steers a terminal. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ");
  }

  /** Of bounded length; a cut one says how long it was. */
  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS) + "... (" + text.length() + " characters)";
  }
}
