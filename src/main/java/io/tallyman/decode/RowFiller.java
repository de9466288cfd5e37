package io.tallyman.decode;

import io.tallyman.event.FieldType;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Copies the fields of a projected record into a row. Not thread-safe. */
final class RowFiller {

  /** Where a field lies in the projected record, record by record, and how it is converted. */
  private record Slot(String path, List<Integer> positions, ValueConverter converter) {}

  private final List<Slot> slots;

  /** A filler for records of a {@link Projection} to this shape. */
  RowFiller(Schema projected, RowShape shape) {
    List<Slot> found = new ArrayList<>();
    for (RowShape.Field field : shape.fields()) {
      found.add(slot(projected, field));
    }
    this.slots = List.copyOf(found);
  }

  private static Slot slot(Schema projected, RowShape.Field shaped) {
    List<Integer> positions = new ArrayList<>();
    Schema schema = projected;
    for (String name : shaped.path().split("\\.", -1)) {
      Schema.Field field = schema.getField(name);
      positions.add(field.pos());
      schema = FieldTypes.withoutNull(field.schema()).orElse(field.schema());
    }
    FieldType type = FieldTypes.of(schema).orElse(null);
    if (!shaped.type().equals(type)) {
      throw new IllegalArgumentException(
          "the field " + shaped.path() + " is " + type + " in its schema, not " + shaped.type());
    }
    return new Slot(
        shaped.path(), List.copyOf(positions), ValueConverter.of(shaped.type(), schema));
  }

  /**
   * Fills every slot of the row.
   *
   * @throws UnfitValue when a value isn't what its type allows; the row is then filled in part
   */
  void fill(Row row, IndexedRecord record) throws UnfitValue {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Object value = valueAt(record, slot.positions());
      row.set(i, value == null ? null : convert(slot, value));
    }
  }

  private static Object convert(Slot slot, Object value) throws UnfitValue {
    try {
      return slot.converter().convert(value);
    } catch (UnfitValue e) {
      throw new UnfitValue("in the field " + slot.path() + " " + e.getMessage());
    }
  }

  private static @Nullable Object valueAt(IndexedRecord record, List<Integer> positions) {
    Object value = record;
    for (int depth = 0; depth < positions.size() && value != null; depth++) {
      value = ((IndexedRecord) value).get(positions.get(depth));
    }
    return value;
  }
}
