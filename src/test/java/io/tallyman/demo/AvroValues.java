package io.tallyman.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Avro's generic values as a {@link SeenEvent} shows them. */
final class AvroValues {

  private AvroValues() {}

  static @Nullable Object shown(Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    Schema type = withoutNull(schema);
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes(value)), decimal.getScale());
    }
    return switch (type.getType()) {
      case STRING, ENUM -> value.toString();
      case INT -> whole(logical, ((Integer) value).longValue());
      case LONG -> whole(logical, (Long) value);
      case FLOAT, DOUBLE -> ((Number) value).doubleValue();
      default -> value;
    };
  }

  /** The schema of a nullable field's values. */
  static Schema withoutNull(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema);
  }

  private static Object whole(@Nullable LogicalType logical, long value) {
    return switch (logical == null ? "" : logical.getName()) {
      case "date" -> LocalDate.ofEpochDay(value);
      case "timestamp-micros" -> Math.floorDiv(value, 1_000L);
      case "timestamp-nanos" -> Math.floorDiv(value, 1_000_000L);
      default -> value;
    };
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
