package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a dimension's value comes from.
 *
 * @param slot the field's slot in the row
 */
record DimensionValue(int slot) {

  /** How many characters (code points) of a text dimension are kept: what VARCHAR(255) holds. */
  static final int MAX_TEXT = 255;

  /** The years of MySQL's DATE (MySQL manual, 13.2.2). */
  private static final int FIRST_YEAR = 1000;

  private static final int LAST_YEAR = 9999;

  /** The field as the cell keeps it: a text that is too long comes cut. */
  @Nullable Object of(Row row) {
    Object value = row.value(slot);
    return value instanceof String text && isTooLong(text) ? cut(text) : value;
  }

  /** Whether {@link #of} cuts this row's value. */
  boolean isCutIn(Row row) {
    return row.value(slot) instanceof String text && isTooLong(text);
  }

  /** Whether MySQL has a value for this row's: its DATE holds the years 1000 to 9999. */
  boolean isStorable(Row row) {
    return !(row.value(slot) instanceof LocalDate date)
        || (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR);
  }

  private static boolean isTooLong(String text) {
    return text.length() > MAX_TEXT && text.codePointCount(0, text.length()) > MAX_TEXT;
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
  }
}
