package io.tallyman.demo;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event that Avro itself decoded, in the reader's schema.
 *
 * @param record what Avro's generic reader made of it
 */
record PlainEvent(GenericRecord record) implements SeenEvent {

  @Override
  public @Nullable Object value(String path) {
    Object value = record;
    Schema schema = record.getSchema();
    for (String name : path.split("\\.", -1)) {
      if (value == null) {
        return null;
      }
      Schema.Field field = schema.getField(name);
      value = ((GenericRecord) value).get(field.pos());
      schema = AvroValues.withoutNull(field.schema());
    }
    return AvroValues.shown(schema, value);
  }
}
