package io.tallyman.produce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which column fills which field: by the field's name or an alias, exactly, or else but for case
 * where only one column can be meant. Fields of nested records are called by their paths.
 */
final class CsvColumns {

  private final String file;
  private final List<String> header;
  private final Set<String> free;
  private final Map<List<Schema.Field>, String> chosen = new HashMap<>();

  private CsvColumns(String file, List<String> header) throws ProduceFailure {
    this.file = file;
    this.header = header;
    this.free = new LinkedHashSet<>(header);
    if (free.size() < header.size()) {
      throw new ProduceFailure(file + ": two columns have the same name; rename one of them");
    }
  }

  /**
   * How rows under this header become records.
   *
   * @throws ProduceFailure when a field has neither a column nor a default, or can't be said in one
   */
  static CsvRow match(String file, List<String> header, Schema schema, Consumer<String> notes)
      throws ProduceFailure {
    CsvColumns columns = new CsvColumns(file, header);
    List<List<Schema.Field>> leaves = new ArrayList<>();
    collect(schema, List.of(), leaves);
    columns.chooseExact(leaves);
    columns.chooseAlike(leaves);
    List<String> missing = new ArrayList<>();
    CsvRow row = columns.row(schema, List.of(), missing);
    if (!missing.isEmpty()) {
      throw new ProduceFailure(
          file
              + ": no column for "
              + String.join(", ", missing)
              + ", and no default; the columns are "
              + String.join(", ", header)
              + ": rename them, or give the fields aliases in "
              + schema.getFullName());
    }
    if (!columns.free.isEmpty()) {
      notes.accept(
          file + ": no field for the columns " + String.join(", ", columns.free) + ": ignored");
    }
    return row;
  }

  /** Paths to everything that isn't a record; a record inside itself is left to its default. */
  private static void collect(
      Schema record, List<Schema.Field> prefix, List<List<Schema.Field>> leaves) {
    for (Schema.Field field : record.getFields()) {
      List<Schema.Field> path = new ArrayList<>(prefix);
      path.add(field);
      NullableSchema schema = NullableSchema.of(field.schema());
      if (!schema.isRecord()) {
        leaves.add(path);
      } else if (!isRecursive(schema.first(), record, prefix)) {
        collect(schema.first(), path, leaves);
      }
    }
  }

  private static boolean isRecursive(Schema nested, Schema outer, List<Schema.Field> prefix) {
    return nested.getFullName().equals(outer.getFullName())
        || prefix.stream()
            .map(field -> NullableSchema.of(field.schema()).first().getFullName())
            .anyMatch(nested.getFullName()::equals);
  }

  private void chooseExact(List<List<Schema.Field>> leaves) {
    for (List<Schema.Field> leaf : leaves) {
      FieldNames.of(leaf).stream()
          .filter(free::contains)
          .findFirst()
          .ifPresent(column -> choose(leaf, column));
    }
  }

  private void chooseAlike(List<List<Schema.Field>> leaves) throws ProduceFailure {
    for (List<Schema.Field> leaf : leaves) {
      if (chosen.containsKey(leaf)) {
        continue;
      }
      List<String> names = FieldNames.of(leaf);
      List<String> alike = FieldNames.alike(names, free);
      if (alike.size() > 1) {
        throw new ProduceFailure(
            file
                + ": the columns "
                + String.join(", ", alike)
                + " could all be the field "
                + names.get(0)
                + "; rename all but one");
      }
      alike.forEach(column -> choose(leaf, column));
    }
  }

  private void choose(List<Schema.Field> leaf, String column) {
    chosen.put(leaf, column);
    free.remove(column);
  }

  private CsvRow row(Schema record, List<Schema.Field> prefix, List<String> missing)
      throws ProduceFailure {
    List<CsvRow.Cell> cells = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      List<Schema.Field> path = new ArrayList<>(prefix);
      path.add(field);
      cells.add(cell(field, path, missing));
    }
    return new CsvRow(record, cells);
  }

  private CsvRow.Cell cell(Schema.Field field, List<Schema.Field> path, List<String> missing)
      throws ProduceFailure {
    NullableSchema schema = NullableSchema.of(field.schema());
    String column = chosen.get(path);
    if (column != null) {
      return text(column, schema);
    }
    if (schema.isRecord() && chosen.keySet().stream().anyMatch(leaf -> startsWith(leaf, path))) {
      return new CsvRow.Nested(row(schema.first(), path, missing), schema.nullable());
    }
    if (!field.hasDefaultValue()) {
      missing.add(FieldNames.of(path).get(0));
    }
    return new CsvRow.Absent(field);
  }

  private CsvRow.Cell text(String column, NullableSchema schema) throws ProduceFailure {
    @Nullable TextValue value =
        schema.branches().size() == 1 ? TextValue.of(schema.first()).orElse(null) : null;
    if (value == null) {
      throw new ProduceFailure(
          file
              + ": the column "
              + column
              + " is for a field whose type a CSV column can't hold; send the rows as .jsonl");
    }
    boolean string = schema.first().getType() == Schema.Type.STRING;
    return new CsvRow.Text(header.indexOf(column), column, value, schema.nullable(), string);
  }

  private static boolean startsWith(List<Schema.Field> leaf, List<Schema.Field> path) {
    return leaf.size() > path.size() && leaf.subList(0, path.size()).equals(path);
  }
}
