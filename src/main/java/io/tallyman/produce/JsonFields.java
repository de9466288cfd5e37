package io.tallyman.produce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON values into Avro's. Keys are matched to fields as columns are; texts are taken where a
 * number, a time or a symbol is wanted. Not thread-safe.
 */
final class JsonFields {

  private final Schema schema;
  private final Consumer<String> notes;
  private final Map<Schema, Map<String, Optional<Schema.Field>>> keys = new HashMap<>();
  private final Map<Schema, Optional<TextValue>> texts = new HashMap<>();
  private final Set<String> noted = new HashSet<>();

  /**
   * Fields of this schema.
   *
   * @param notes takes each ignored key, once
   */
  JsonFields(Schema schema, Consumer<String> notes) {
    this.schema = schema;
    this.notes = notes;
  }

  GenericRecord record(JsonNode node) throws BadValue {
    return record(node, schema);
  }

  private GenericRecord record(JsonNode node, Schema type) throws BadValue {
    if (!node.isObject()) {
      throw BadValue.of(node.toString(), "is no JSON object");
    }
    @Nullable JsonNode[] values = new @Nullable JsonNode[type.getFields().size()];
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Optional<Schema.Field> field = field(type, entry.getKey(), node);
      if (field.isEmpty()) {
        noteOnce(type, entry.getKey());
      } else if (values[field.get().pos()] != null) {
        throw new BadValue(field.get().name() + ": two keys are this field");
      } else {
        values[field.get().pos()] = entry.getValue();
      }
    }
    GenericRecord record = new GenericData.Record(type);
    for (Schema.Field field : type.getFields()) {
      record.put(field.pos(), fieldValue(field, values[field.pos()]));
    }
    return record;
  }

  private @Nullable Object fieldValue(Schema.Field field, @Nullable JsonNode node) throws BadValue {
    if (node == null) {
      if (field.hasDefaultValue()) {
        return GenericData.get().getDefaultValue(field);
      }
      throw new BadValue(field.name() + ": it is missing and has no default");
    }
    try {
      return value(node, field.schema());
    } catch (BadValue e) {
      throw e.inside(field.name());
    }
  }

  private @Nullable Object value(JsonNode node, Schema type) throws BadValue {
    NullableSchema wanted = NullableSchema.of(type);
    if (node.isNull()) {
      if (wanted.nullable()) {
        return null;
      }
      throw new BadValue("it is null, but the field must have a value");
    }
    BadValue first = null;
    for (Schema branch : wanted.branches()) {
      try {
        return plain(node, branch);
      } catch (BadValue e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new BadValue("the field takes nothing but null") : first;
  }

  private Object plain(JsonNode node, Schema type) throws BadValue {
    return switch (type.getType()) {
      case RECORD -> record(node, type);
      case ARRAY -> array(node, type);
      case MAP -> map(node, type);
      default -> scalar(node, type);
    };
  }

  private Object array(JsonNode node, Schema type) throws BadValue {
    if (!node.isArray()) {
      throw BadValue.of(node.toString(), "is no JSON array");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
      values.add(value(elements.next(), type.getElementType()));
    }
    return values;
  }

  private Object map(JsonNode node, Schema type) throws BadValue {
    if (!node.isObject()) {
      throw BadValue.of(node.toString(), "is no JSON object");
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      values.put(entry.getKey(), value(entry.getValue(), type.getValueType()));
    }
    return values;
  }

  private Object scalar(JsonNode node, Schema type) throws BadValue {
    Optional<TextValue> text = texts.computeIfAbsent(type, TextValue::of);
    if (text.isEmpty()) {
      throw new BadValue("JSON can't say a value of the type " + type.getType().getName());
    }
    boolean fits =
        switch (type.getType()) {
          case STRING, ENUM -> node.isTextual();
          case BOOLEAN -> node.isBoolean() || node.isTextual();
          default -> node.isNumber() || node.isTextual();
        };
    if (!fits) {
      throw BadValue.of(
          node.toString(), "is no JSON value for the type " + type.getType().getName());
    }
    return text.get().parse(node.isBigDecimal() ? node.decimalValue().toString() : node.asText());
  }

  private Optional<Schema.Field> field(Schema type, String key, JsonNode object) throws BadValue {
    Map<String, Optional<Schema.Field>> known =
        keys.computeIfAbsent(type, record -> new HashMap<>());
    Optional<Schema.Field> field = known.get(key);
    if (field == null) {
      field = find(type, key);
      known.put(key, field);
    }
    boolean exact = field.isPresent() && FieldNames.of(field.get()).contains(key);
    boolean yields =
        !exact && field.isPresent() && FieldNames.of(field.get()).stream().anyMatch(object::has);
    return yields ? Optional.empty() : field;
  }

  private static Optional<Schema.Field> find(Schema type, String key) throws BadValue {
    List<Schema.Field> exact =
        type.getFields().stream().filter(field -> FieldNames.of(field).contains(key)).toList();
    if (!exact.isEmpty()) {
      return Optional.of(exact.get(0));
    }
    List<Schema.Field> alike =
        type.getFields().stream()
            .filter(field -> !FieldNames.alike(FieldNames.of(field), Set.of(key)).isEmpty())
            .toList();
    if (alike.size() > 1) {
      throw new BadValue("the key " + key + " could be several fields, which differ only in case");
    }
    return alike.stream().findFirst();
  }

  private void noteOnce(Schema type, String key) {
    if (noted.add(type.getFullName() + "." + key)) {
      notes.accept("no field for the key " + key + " in " + type.getFullName() + ": ignored");
    }
  }
}
