package io.tallyman.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fields a {@link Row} holds, in the order of its slots. Immutable; made once per source.
 *
 * @param fields the fields, each path once
 */
public record RowShape(List<Field> fields) {

  /**
   * One field of a record.
   *
   * @param path the field's name, or a path of names through nested records, joined by points
   * @param type what it holds
   */
  public record Field(String path, FieldType type) {}

  public RowShape {
    fields = List.copyOf(fields);
    if (fields.stream().map(Field::path).distinct().count() != fields.size()) {
      throw new IllegalArgumentException("a field is named twice: " + fields);
    }
  }

  /** The slot of each field, by its path. */
  public Map<String, Integer> slots() {
    Map<String, Integer> slots = new HashMap<>();
    for (int slot = 0; slot < fields.size(); slot++) {
      slots.put(fields.get(slot).path(), slot);
    }
    return Map.copyOf(slots);
  }
}
