package io.tallyman.produce;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** How the cells of a line become a record: one entry for each field, in the schema's order. */
record CsvRow(Schema schema, List<Cell> cells) {

  /** Where a field's value comes from. */
  sealed interface Cell {}

  /**
   * A column.
   *
   * @param nullable whether an empty text is null
   * @param string whether an empty text that isn't null is a value
   */
  record Text(int index, String column, TextValue value, boolean nullable, boolean string)
      implements Cell {

    @Nullable Object of(List<String> line) throws BadValue {
      String text = line.get(index);
      if (text.isEmpty() && nullable) {
        return null;
      }
      if (text.isEmpty() && !string) {
        throw new BadValue("column " + column + ": it is empty, but the field must have a value");
      }
      try {
        return value.parse(text);
      } catch (BadValue e) {
        throw new BadValue("column " + column + ": " + e.getMessage());
      }
    }
  }

  /** Columns of a nested record, which is null where it may be and they are all empty. */
  record Nested(CsvRow row, boolean nullable) implements Cell {

    @Nullable Object of(List<String> line) throws BadValue {
      return nullable && row.isEmpty(line) ? null : row.record(line);
    }
  }

  /** No column: the default. */
  record Absent(Schema.Field field) implements Cell {

    @Nullable Object value() {
      return GenericData.get().getDefaultValue(field);
    }
  }

  /** The record of a line that has as many texts as the header. */
  GenericRecord record(List<String> line) throws BadValue {
    GenericRecord record = new GenericData.Record(schema);
    for (int position = 0; position < cells.size(); position++) {
      record.put(position, value(cells.get(position), line));
    }
    return record;
  }

  private static @Nullable Object value(Cell cell, List<String> line) throws BadValue {
    if (cell instanceof Text text) {
      return text.of(line);
    }
    return cell instanceof Nested nested ? nested.of(line) : ((Absent) cell).value();
  }

  private boolean isEmpty(List<String> line) {
    for (Cell cell : cells) {
      if (cell instanceof Text text && !line.get(text.index()).isEmpty()) {
        return false;
      }
      if (cell instanceof Nested nested && !nested.row().isEmpty(line)) {
        return false;
      }
    }
    return true;
  }
}
