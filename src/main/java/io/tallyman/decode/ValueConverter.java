package io.tallyman.decode;

import io.tallyman.event.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.util.Utf8;

/** Turns what Avro read for one field into the Java type of its {@link FieldType}. */
@FunctionalInterface
interface ValueConverter {

  Object convert(Object value) throws UnfitValue;

  /** The converter for a field of this type, whose schema (without null) is this one. */
  static ValueConverter of(FieldType type, Schema schema) {
    if (type instanceof FieldType.Decimal decimal) {
      return value -> decimal(bytes(value), decimal);
    }
    if (type instanceof FieldType.Timestamp) {
      return timestamp(schema.getLogicalType());
    }
    if (type instanceof FieldType.Text) {
      return text(schema);
    }
    if (type instanceof FieldType.Date) {
      return value -> LocalDate.ofEpochDay(((Number) value).longValue());
    }
    if (type instanceof FieldType.Whole) {
      return value -> ((Number) value).longValue();
    }
    if (type instanceof FieldType.Floating) {
      return value -> ((Number) value).doubleValue();
    }
    return value -> (Boolean) value;
  }

  private static ValueConverter text(Schema schema) {
    if (schema.getType() == Schema.Type.FIXED) {
      return value -> uuid(bytes(value));
    }
    TextCache cache = new TextCache();
    return value -> value instanceof Utf8 utf8 ? cache.text(utf8) : value.toString();
  }

  private static ValueConverter timestamp(LogicalType unit) {
    if (unit instanceof LogicalTypes.TimestampMicros) {
      return value -> Math.floorDiv((long) value, 1_000L);
    }
    if (unit instanceof LogicalTypes.TimestampNanos) {
      return value -> Math.floorDiv((long) value, 1_000_000L);
    }
    return value -> value;
  }

  private static ByteBuffer bytes(Object value) {
    return value instanceof GenericFixed fixed
        ? ByteBuffer.wrap(fixed.bytes())
        : (ByteBuffer) value;
  }

  private static String uuid(ByteBuffer bytes) {
    return new UUID(bytes.getLong(0), bytes.getLong(Long.BYTES)).toString();
  }

  /** Looks at the number's size before its digits, which take time squared in their number. */
  private static BigDecimal decimal(ByteBuffer bytes, FieldType.Decimal type) throws UnfitValue {
    if (!bytes.hasRemaining()) {
      throw new UnfitValue("a decimal has no bytes");
    }
    byte[] unscaled = new byte[bytes.remaining()];
    bytes.get(bytes.position(), unscaled);
    BigInteger number = new BigInteger(unscaled);
    boolean small = number.bitLength() <= 4L * type.precision();
    BigDecimal decimal = small ? new BigDecimal(number, type.scale()) : BigDecimal.ZERO;
    if (!small || decimal.precision() > type.precision()) {
      throw new UnfitValue(
          "a decimal has more than the " + type.precision() + " digits that its schema allows");
    }
    return decimal;
  }
}
