package io.tallyman.decode;

import io.tallyman.event.FieldType;

/** What a field's path turned out to be in a schema. */
public sealed interface FieldAnswer {

  /** A field that rollups can name. */
  record Known(FieldType type) implements FieldAnswer {}

  /**
   * No field that rollups can name.
   *
   * @param cause what is wrong with the path
   * @param remedy what to write instead
   */
  record Unusable(String cause, String remedy) implements FieldAnswer {}
}
