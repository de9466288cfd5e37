package io.tallyman.rollup;

import io.tallyman.event.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where a dimension's value comes from.
 *
 * @param slot the field's slot in the row
 */
record DimensionValue(int slot) {

  /** How many characters (code points) of a text dimension are kept: what VARCHAR(255) holds. */
  static final int MAX_TEXT = 255;

  /** The field as the cell keeps it: a text that is too long comes cut. */
  @Nullable Object of(Row row) {
    Object value = row.value(slot);
    return value instanceof String text && isTooLong(text) ? cut(text) : value;
  }

  /** Whether {@link #of} cuts this row's value. */
  boolean isCutIn(Row row) {
    return row.value(slot) instanceof String text && isTooLong(text);
  }

  private static boolean isTooLong(String text) {
    return text.length() > MAX_TEXT && text.codePointCount(0, text.length()) > MAX_TEXT;
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
  }
}
