package io.tallyman.demo;

import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as a client wrote it, seen through the reader's schema: fields by name or alias, those
 * that the writer doesn't have by the reader's default. It resolves by itself, without Avro's
 * resolver and without the service's, so that the tally doesn't depend on either.
 */
final class WrittenEvent implements SeenEvent {

  private final GenericRecord written;
  private final Schema reader;

  WrittenEvent(GenericRecord written, Schema reader) {
    this.written = written;
    this.reader = reader;
  }

  @Override
  public @Nullable Object value(String path) {
    return value(written, reader, path);
  }

  private static @Nullable Object value(@Nullable Object record, Schema reader, String path) {
    int point = path.indexOf('.');
    String name = point < 0 ? path : path.substring(0, point);
    Schema.Field field = reader.getField(name);
    if (field == null) {
      throw new IllegalArgumentException(reader.getFullName() + " has no field " + path);
    }
    Schema type = AvroValues.withoutNull(field.schema());
    Schema.Field source = record == null ? null : source((GenericRecord) record, field);
    if (point >= 0) {
      Object nested = source == null ? null : ((GenericRecord) record).get(source.pos());
      return nested == null ? null : value(nested, type, path.substring(point + 1));
    }
    if (source == null) {
      return field.hasDefaultValue()
          ? AvroValues.shown(type, GenericData.get().getDefaultValue(field))
          : null;
    }
    return shown(type, source.schema(), ((GenericRecord) record).get(source.pos()));
  }

  private static Schema.@Nullable Field source(GenericRecord record, Schema.Field field) {
    Schema.Field same = record.getSchema().getField(field.name());
    if (same != null) {
      return same;
    }
    Set<String> aliases = field.aliases();
    return record.getSchema().getFields().stream()
        .filter(candidate -> aliases.contains(candidate.name()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Object shown(Schema reader, Schema writer, @Nullable Object value) {
    Object shown = AvroValues.shown(writer, value);
    if (shown == null) {
      return null;
    }
    return switch (reader.getType()) {
      case ENUM -> reader.hasEnumSymbol(shown.toString()) ? shown : reader.getEnumDefault();
      case FLOAT, DOUBLE -> ((Number) shown).doubleValue();
      default -> shown;
    };
  }
}
