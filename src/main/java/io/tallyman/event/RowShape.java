package io.tallyman.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields a {@link Row} holds, in the order of its slots. Immutable; made once per source. */
public final class RowShape {

  /**
   * One field of a record.
   *
   * @param path the field's name, or a path of names through nested records, joined by points
   * @param type what it holds
   */
  public record Field(String path, FieldType type) {}

  private final List<Field> fields;
  private final Map<String, Integer> slots;

  /**
   * @param fields the fields, each path once
   */
  public RowShape(List<Field> fields) {
    this.fields = List.copyOf(fields);
    Map<String, Integer> slotOfPath = new HashMap<>();
    for (Field field : this.fields) {
      if (slotOfPath.put(field.path(), slotOfPath.size()) != null) {
        throw new IllegalArgumentException("the field '" + field.path() + "' is named twice");
      }
    }
    this.slots = Map.copyOf(slotOfPath);
  }

  /** The fields, in the order of their slots. */
  public List<Field> fields() {
    return fields;
  }

  /** The paths of all fields. */
  public Set<String> paths() {
    return slots.keySet();
  }

  /**
   * The slot of a field.
   *
   * @throws IllegalArgumentException where the shape lacks it
   */
  public int slot(String path) {
    Integer slot = slots.get(path);
    if (slot == null) {
      throw new IllegalArgumentException("there is no field '" + path + "' in " + slots.keySet());
    }
    return slot;
  }

  /**
   * What a field holds.
   *
   * @throws IllegalArgumentException where the shape lacks it
   */
  public FieldType type(String path) {
    return fields.get(slot(path)).type();
  }
}
