package io.tallyman.produce;

import java.util.List;
import org.apache.avro.Schema;

/**
 * A field's schema with null taken apart.
 *
 * @param branches what a value that isn't null may be, in the schema's order; one unless it is a
 *     union of several types
 * @param nullable whether it may be null
 */
record NullableSchema(List<Schema> branches, boolean nullable) {

  static NullableSchema of(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return new NullableSchema(List.of(schema), false);
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return new NullableSchema(branches, branches.size() < schema.getTypes().size());
  }

  /** Whether this is a record, or a record or null. */
  boolean isRecord() {
    return branches.size() == 1 && branches.get(0).getType() == Schema.Type.RECORD;
  }

  /** The first branch: the only one, unless it is a union of several types. */
  Schema first() {
    return branches.get(0);
  }
}
