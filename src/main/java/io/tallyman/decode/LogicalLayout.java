package io.tallyman.decode;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Compares what fingerprints don't cover: the logical types of two schemas. */
final class LogicalLayout {

  private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private LogicalLayout() {}

  /** Whether two schemas of the same canonical form give every value the same meaning. */
  static boolean sameIn(Schema one, Schema other) {
    return new LogicalLayout().same(one, other);
  }

  private boolean same(Schema one, Schema other) {
    if (!describe(one.getLogicalType()).equals(describe(other.getLogicalType()))) {
      return false;
    }
    if (!seen.add(one)) {
      return true;
    }
    List<Schema> parts = parts(one);
    List<Schema> others = parts(other);
    return parts.size() == others.size()
        && IntStream.range(0, parts.size()).allMatch(i -> same(parts.get(i), others.get(i)));
  }

  private static List<Schema> parts(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
      case UNION -> schema.getTypes();
      case ARRAY -> List.of(schema.getElementType());
      case MAP -> List.of(schema.getValueType());
      default -> List.of();
    };
  }

  private static String describe(@Nullable LogicalType type) {
    if (type instanceof LogicalTypes.Decimal decimal) {
      return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    return type == null ? "" : Objects.requireNonNull(type.getName());
  }
}
