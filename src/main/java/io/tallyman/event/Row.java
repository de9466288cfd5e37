package io.tallyman.event;

import org.jspecify.annotations.Nullable;

/**
 * The decoded fields of one record, by the slots of a {@link RowShape}. It belongs to whoever
 * decoded it and is valid until that decodes the next record: a reader copies what it keeps. Not
 * thread-safe.
 */
public final class Row {

  private final @Nullable Object[] values;

  public Row(RowShape shape) {
    values = new @Nullable Object[shape.fields().size()];
  }

  /** The value in this slot, of the Java type that {@link FieldType} says, or null. */
  public @Nullable Object value(int slot) {
    return values[slot];
  }

  /** Puts a value of the Java type that {@link FieldType} says, or null, into this slot. */
  public void set(int slot, @Nullable Object value) {
    values[slot] = value;
  }
}
