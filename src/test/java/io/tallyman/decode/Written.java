package io.tallyman.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values as a producer writes them. */
final class Written {

  private Written() {}

  /** The value of a record in a framing. */
  static byte[] value(Framing framing, SchemaVersion version, GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(framing.header(version).orElseThrow());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record of the version with these fields, the others at their defaults. */
  static GenericRecord record(SchemaVersion version, Map<String, ?> fields) {
    return record(version.schema(), fields);
  }

  static GenericRecord record(Schema schema, Map<String, ?> fields) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(
          field.pos(),
          fields.containsKey(field.name())
              ? fields.get(field.name())
              : GenericData.get().getDefaultValue(field));
    }
    return record;
  }

  static ByteBuffer decimal(String number) {
    return ByteBuffer.wrap(new BigDecimal(number).unscaledValue().toByteArray());
  }

  static GenericData.EnumSymbol symbol(SchemaVersion version, String field, String symbol) {
    return new GenericData.EnumSymbol(version.schema().getField(field).schema(), symbol);
  }
}
