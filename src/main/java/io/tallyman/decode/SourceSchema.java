package io.tallyman.decode;

import io.tallyman.event.FieldType;
import io.tallyman.event.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The fields of a source's records, by their paths: a name, or names of nested records joined by
 * points. Immutable.
 */
public final class SourceSchema {

  /** Recursive records have paths without end; a remedy needs none that is longer. */
  private static final int MAX_SUGGESTED_DEPTH = 4;

  private final SchemaVersion version;

  SourceSchema(SchemaVersion version) {
    this.version = version;
  }

  public String fullName() {
    return version.fullName();
  }

  /** The type of the field at this path, or why rollups can't name it. */
  public FieldAnswer fieldType(String path) {
    Schema schema = version.schema();
    for (String name : path.split("\\.", -1)) {
      Schema record = FieldTypes.withoutNull(schema).orElse(schema);
      Schema.Field field = record.getType() == Schema.Type.RECORD ? record.getField(name) : null;
      if (field == null) {
        return missing(path);
      }
      schema = field.schema();
    }
    Optional<FieldType> type = FieldTypes.of(schema);
    return type.isPresent() ? new FieldAnswer.Known(type.get()) : unusable(path, schema);
  }

  /** Every path that rollups can name, in the schema's order. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", version.schema(), 1, paths);
    return List.copyOf(paths);
  }

  SchemaVersion version() {
    return version;
  }

  private static void collect(String prefix, Schema record, int depth, List<String> paths) {
    for (Schema.Field field : record.getFields()) {
      Schema schema = FieldTypes.withoutNull(field.schema()).orElse(field.schema());
      String path = prefix + field.name();
      if (schema.getType() == Schema.Type.RECORD) {
        if (depth < MAX_SUGGESTED_DEPTH) {
          collect(path + ".", schema, depth + 1, paths);
        }
      } else if (FieldTypes.of(schema).isPresent()) {
        paths.add(path);
      }
    }
  }

  private FieldAnswer missing(String path) {
    List<String> paths = paths();
    return new FieldAnswer.Unusable(
        "there is no field " + path + " in " + fullName(),
        NearestName.to(path, paths)
            .map(name -> "did you mean " + name + "?")
            .orElse("its fields are " + String.join(", ", paths)));
  }

  private FieldAnswer unusable(String path, Schema schema) {
    return new FieldAnswer.Unusable(
        path + " is " + FieldTypes.describe(schema) + " and can't be named by a rollup",
        FieldTypes.remedy(path, schema));
  }
}
