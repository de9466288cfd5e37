package io.tallyman.decode;

import io.tallyman.event.FieldType;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Which of our field types a schema of Avro's is. */
final class FieldTypes {

  private FieldTypes() {}

  /** The field type of a schema or of a union of it with null; none where rollups can't use it. */
  static Optional<FieldType> of(Schema schema) {
    return withoutNull(schema).map(FieldTypes::ofPlain);
  }

  /** The schema itself, or the one branch of a union that isn't null; none for other unions. */
  static Optional<Schema> withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return Optional.of(schema);
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? Optional.of(branches.get(0)) : Optional.empty();
  }

  /** The schema's type in the words of its author. */
  static String describe(Schema schema) {
    Optional<Schema> plain = withoutNull(schema);
    if (plain.isEmpty()) {
      return "a union of several types";
    }
    LogicalType logical = plain.get().getLogicalType();
    return "of the type " + (logical == null ? plain.get().getType().getName() : logical.getName());
  }

  /** What to write instead of a path that ends at a schema without a field type. */
  static String remedy(String path, Schema schema) {
    Schema plain = withoutNull(schema).orElse(schema);
    if (plain.getType() == Schema.Type.RECORD) {
      return "name one of its fields: "
          + String.join(
              ", ", plain.getFields().stream().map(field -> path + "." + field.name()).toList());
    }
    if (isLocalTimestamp(plain.getLogicalType())) {
      return "a point in time has a zone: use timestamp-millis, timestamp-micros or"
          + " timestamp-nanos";
    }
    return "name a string, an enum, a number, a boolean, a date, a timestamp or a decimal";
  }

  private static @Nullable FieldType ofPlain(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case STRING, ENUM -> new FieldType.Text();
      case BOOLEAN -> new FieldType.Bool();
      case FLOAT, DOUBLE -> new FieldType.Floating();
      case INT ->
          logical instanceof LogicalTypes.Date ? new FieldType.Date() : new FieldType.Whole();
      case LONG -> ofLong(logical);
      case BYTES, FIXED -> ofBytes(logical);
      case RECORD, ARRAY, MAP, UNION, NULL -> null;
    };
  }

  private static @Nullable FieldType ofLong(@Nullable LogicalType logical) {
    if (isLocalTimestamp(logical)) {
      return null;
    }
    return isTimestamp(logical) ? new FieldType.Timestamp() : new FieldType.Whole();
  }

  private static @Nullable FieldType ofBytes(@Nullable LogicalType logical) {
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new FieldType.Decimal(decimal.getPrecision(), decimal.getScale());
    }
    return logical instanceof LogicalTypes.Uuid ? new FieldType.Text() : null;
  }

  private static boolean isTimestamp(@Nullable LogicalType logical) {
    return logical instanceof LogicalTypes.TimestampMillis
        || logical instanceof LogicalTypes.TimestampMicros
        || logical instanceof LogicalTypes.TimestampNanos;
  }

  private static boolean isLocalTimestamp(@Nullable LogicalType logical) {
    return logical instanceof LogicalTypes.LocalTimestampMillis
        || logical instanceof LogicalTypes.LocalTimestampMicros
        || logical instanceof LogicalTypes.LocalTimestampNanos;
  }
}
