package io.tallyman.rollup;

/**
 * What a column of a rollup's table holds, and the Java type in which a {@link Cell} carries it.
 * Dimensions may be null, and so may measures: a sum of nothing is null.
 */
public sealed interface ColumnType {

  /**
   * Up to 255 characters, as {@link String}; different strings are different values, byte for byte.
   */
  record Text() implements ColumnType {}

  /** As {@link Boolean}. */
  record Bool() implements ColumnType {}

  /** 64 bits, as {@link Long}. */
  record Whole() implements ColumnType {}

  /** As {@link Double}, finite. */
  record Floating() implements ColumnType {}

  /**
   * Exact, as {@link java.math.BigDecimal} of this scale.
   *
   * @param precision all digits, at most 65
   * @param scale the digits after the point, at most 30
   */
  record Decimal(int precision, int scale) implements ColumnType {}

  /** A calendar day, as {@link java.time.LocalDate}. */
  record Date() implements ColumnType {}
}
