package io.tallyman.produce;

import io.tallyman.decode.FieldAnswer;
import io.tallyman.decode.SourceSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The key of a record: one field's value as UTF-8 text, so that equal values share a partition. */
final class RecordKey {

  private final List<String> path;

  private RecordKey(List<String> path) {
    this.path = path;
  }

  /**
   * The key at this path, or no key.
   *
   * @throws ProduceFailure when there is no such field, or none that has a text
   */
  static RecordKey of(@Nullable String path, SourceSchema schema) throws ProduceFailure {
    if (path == null) {
      return new RecordKey(List.of());
    }
    if (schema.fieldType(path) instanceof FieldAnswer.Unusable unusable) {
      throw new ProduceFailure(
          "--key " + path + ": " + unusable.cause() + "; " + unusable.remedy());
    }
    return new RecordKey(List.of(path.split("\\.", -1)));
  }

  /** The key; null where there is none or the field is null. */
  byte @Nullable [] of(GenericRecord record) {
    if (path.isEmpty()) {
      return null;
    }
    Object value = record;
    Schema schema = record.getSchema();
    for (String name : path) {
      GenericRecord holder = (GenericRecord) value;
      Schema.Field field = NullableSchema.of(schema).first().getField(name);
      schema = field.schema();
      value = holder.get(field.pos());
      if (value == null) {
        return null;
      }
    }
    return text(value, NullableSchema.of(schema).first()).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object value, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toPlainString();
    }
    return value.toString();
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
