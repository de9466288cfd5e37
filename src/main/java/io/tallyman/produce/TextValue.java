package io.tallyman.produce;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Turns a text into a value of one schema, exactly or not at all. */
@FunctionalInterface
interface TextValue {

  Object parse(String text) throws BadValue;

  /** The conversion for a schema that isn't a union; none where a text can't say its values. */
  static Optional<TextValue> of(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return Optional.of(text -> decimal(text, decimal, schema));
    }
    if (logical instanceof LogicalTypes.Uuid) {
      return Optional.of(text -> uuid(text, schema));
    }
    return switch (schema.getType()) {
      case STRING -> Optional.of(text -> text);
      case ENUM -> Optional.of(text -> symbol(text, schema));
      case BOOLEAN -> Optional.of(TextValue::bool);
      case INT ->
          Optional.of(logical instanceof LogicalTypes.Date ? TextValue::day : TextValue::int32);
      case LONG ->
          Optional.of(
              TimestampText.unit(logical)
                  .<TextValue>map(TimestampText::in)
                  .orElse(TextValue::int64));
      case FLOAT -> Optional.of(text -> (float) number(text, Float.MAX_VALUE));
      case DOUBLE -> Optional.of(text -> number(text, Double.MAX_VALUE));
      case RECORD, ARRAY, MAP, UNION, BYTES, FIXED, NULL -> Optional.empty();
    };
  }

  private static Object symbol(String text, Schema schema) throws BadValue {
    if (!schema.hasEnumSymbol(text)) {
      throw BadValue.of(
          text,
          "is no symbol of "
              + schema.getName()
              + ", which has "
              + String.join(", ", schema.getEnumSymbols()));
    }
    return new GenericData.EnumSymbol(schema, text);
  }

  private static Object bool(String text) throws BadValue {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw BadValue.of(text, "is neither true nor false");
    };
  }

  private static Object int32(String text) throws BadValue {
    try {
      return exact(text).intValueExact();
    } catch (ArithmeticException e) {
      throw BadValue.of(text, "is no whole number of 32 bits");
    }
  }

  private static Object int64(String text) throws BadValue {
    try {
      return exact(text).longValueExact();
    } catch (ArithmeticException e) {
      throw BadValue.of(text, "is no whole number of 64 bits");
    }
  }

  private static double number(String text, double largest) throws BadValue {
    return switch (text.strip()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> finite(text, largest);
    };
  }

  private static double finite(String text, double largest) throws BadValue {
    double number = exact(text).doubleValue();
    if (Math.abs(number) > largest) {
      throw BadValue.of(text, "is too large for its type");
    }
    return number;
  }

  private static Object day(String text) throws BadValue {
    try {
      return Math.toIntExact(LocalDate.parse(text.strip()).toEpochDay());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw BadValue.of(text, "is no date such as 2026-01-31");
    }
  }

  private static Object uuid(String text, Schema schema) throws BadValue {
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw BadValue.of(text, "is no UUID");
    }
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw BadValue.of(text, "is no UUID");
    }
    if (schema.getType() == Schema.Type.STRING) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return new GenericData.Fixed(schema, bytes.array());
  }

  /** Looks at the exponent before the digits are written out: {@code 1e999999999} is a text too. */
  private static Object decimal(String text, LogicalTypes.Decimal type, Schema schema)
      throws BadValue {
    BigDecimal number = exact(text).stripTrailingZeros();
    if (number.scale() > type.getScale()) {
      throw BadValue.of(text, "has more than " + type.getScale() + " digits after the point");
    }
    long digits = (long) number.precision() - number.scale() + type.getScale();
    if (number.signum() != 0 && digits > type.getPrecision()) {
      throw BadValue.of(text, "has more than " + type.getPrecision() + " digits");
    }
    BigInteger unscaled =
        number.signum() == 0 ? BigInteger.ZERO : number.setScale(type.getScale()).unscaledValue();
    if (schema.getType() == Schema.Type.BYTES) {
      return ByteBuffer.wrap(unscaled.toByteArray());
    }
    return fixed(text, unscaled, schema);
  }

  private static Object fixed(String text, BigInteger unscaled, Schema schema) throws BadValue {
    byte[] bytes = unscaled.toByteArray();
    byte[] padded = new byte[schema.getFixedSize()];
    if (bytes.length > padded.length) {
      throw BadValue.of(text, "doesn't fit into " + padded.length + " bytes");
    }
    Arrays.fill(padded, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
    return new GenericData.Fixed(schema, padded);
  }

  private static BigDecimal exact(String text) throws BadValue {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw BadValue.of(text, "is no number");
    }
  }
}
