package io.tallyman.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of columns that stand under each other, for a person to read. */
public final class TextTable {

  private static final String GAP = "  ";
  private static final int NARROWEST = 12;

  private final List<List<String>> lines = new ArrayList<>();

  /**
   * @param headings the names of the columns
   */
  public TextTable(String... headings) {
    lines.add(List.of(headings));
  }

  /** Adds a line; null is shown as a hyphen, and a line break as a blank. */
  public TextTable line(@Nullable Object... cells) {
    List<String> line = new ArrayList<>();
    for (Object cell : cells) {
      line.add(cell == null ? "-" : text(cell).replaceAll("\\R", " "));
    }
    lines.add(line);
    return this;
  }

  /** As people read it: a time to the millisecond. */
  static String text(Object cell) {
    return cell instanceof Instant time
        ? time.truncatedTo(ChronoUnit.MILLIS).toString()
        : cell.toString();
  }

  /** The lines under a title, or the title and {@code none}. */
  public String under(String title) {
    return under(title, Integer.MAX_VALUE);
  }

  /**
   * The same in lines of at most so many characters, if the columns allow: the longest cells are
   * cut, and end with an ellipsis.
   */
  public String under(String title, int width) {
    StringBuilder text = new StringBuilder(title).append('\n');
    if (lines.size() == 1) {
      return text.append(GAP).append("none\n").toString();
    }
    int[] widths = narrowed(widths(), width);
    for (List<String> line : lines) {
      StringBuilder shown = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String cell = cut(line.get(column), widths[column]);
        shown.append(GAP).append(cell).append(" ".repeat(widths[column] - cell.length()));
      }
      text.append(shown.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
  }

  /** The widest column gives way first. */
  private static int[] narrowed(int[] widths, int most) {
    long whole = Arrays.stream(widths).asLongStream().map(each -> each + GAP.length()).sum();
    for (; whole > most; whole--) {
      int widest = 0;
      for (int column = 1; column < widths.length; column++) {
        widest = widths[column] > widths[widest] ? column : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private int[] widths() {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return widths;
  }
}
