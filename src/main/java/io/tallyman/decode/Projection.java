package io.tallyman.decode;

import io.tallyman.event.RowShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Cuts a reader's schema down to the fields that a row needs: Avro then skips the others without
 * making objects of them. A record that occurs at several places keeps what any of them needs.
 */
final class Projection {

  private final Map<String, Set<String>> kept = new HashMap<>();
  private final Map<String, Schema> cut = new LinkedHashMap<>();

  private Projection() {}

  /**
   * The schema with the fields of this shape only.
   *
   * @throws IllegalArgumentException when the shape names a field that the schema doesn't have
   */
  static Schema of(Schema reader, RowShape shape) {
    Projection projection = new Projection();
    for (RowShape.Field field : shape.fields()) {
      projection.keep(reader, field.path());
    }
    return projection.cut(reader);
  }

  private void keep(Schema reader, String path) {
    Schema schema = reader;
    for (String name : path.split("\\.", -1)) {
      Schema record = FieldTypes.withoutNull(schema).orElse(schema);
      Schema.Field field = record.getType() == Schema.Type.RECORD ? record.getField(name) : null;
      if (field == null) {
        throw new IllegalArgumentException(
            "the schema " + reader.getFullName() + " has no field " + path);
      }
      kept.computeIfAbsent(record.getFullName(), key -> new LinkedHashSet<>()).add(name);
      schema = field.schema();
    }
  }

  private Schema cut(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> cutRecord(schema);
      case UNION -> Schema.createUnion(schema.getTypes().stream().map(this::cut).toList());
      default -> schema;
    };
  }

  private Schema cutRecord(Schema record) {
    Schema known = cut.get(record.getFullName());
    if (known != null) {
      return known;
    }
    Schema result =
        Schema.createRecord(record.getName(), null, record.getNamespace(), record.isError());
    record.getAliases().forEach(result::addAlias);
    cut.put(record.getFullName(), result);
    Set<String> names = kept.getOrDefault(record.getFullName(), Set.of());
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      if (names.contains(field.name())) {
        fields.add(new Schema.Field(field, cut(field.schema())));
      }
    }
    result.setFields(fields);
    return result;
  }
}
