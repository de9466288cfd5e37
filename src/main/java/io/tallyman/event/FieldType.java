package io.tallyman.event;

/**
 * What a decoded field is, and the Java type in which a {@link Row} holds it. Any field may be
 * null.
 */
public sealed interface FieldType {

  /** A string, an enum's symbol or a UUID, as {@link String}. */
  record Text() implements FieldType {}

  /** A boolean, as {@link Boolean}. */
  record Bool() implements FieldType {}

  /** An int or a long, as {@link Long}. */
  record Whole() implements FieldType {}

  /** A float or a double, as {@link Double}; NaN and infinities included, as they came. */
  record Floating() implements FieldType {}

  /**
   * Avro's decimal, as {@link java.math.BigDecimal} of exactly {@code scale}.
   *
   * @param precision the largest number of digits
   * @param scale the digits after the point
   */
  record Decimal(int precision, int scale) implements FieldType {}

  /** A point in time, as {@link Long}: milliseconds since 1970-01-01T00:00Z, rounded down. */
  record Timestamp() implements FieldType {}

  /** A calendar day, as {@link java.time.LocalDate}. */
  record Date() implements FieldType {}
}
