package io.tallyman.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the records that answers are made of with their schemas: lists may be empty now. */
final class RecordDifferences {

  private final DescribedApi api;

  RecordDifferences(DescribedApi api) {
    this.api = api;
  }

  /** Where a record and its schema differ, in what it may hold too. */
  List<String> of(String place, Class<?> record, JsonNode given) {
    JsonNode schema = api.resolved(given);
    List<String> found = new ArrayList<>();
    Set<String> described = new TreeSet<>();
    schema.path("properties").properties().forEach(each -> described.add(each.getKey()));
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    Set<String> names = new TreeSet<>();
    for (RecordComponent each : record.getRecordComponents()) {
      String name = new PropertyNamingStrategies.SnakeCaseStrategy().translate(each.getName());
      names.add(name);
      found.addAll(
          differences(
              place + "." + name, each.getAnnotatedType(), schema.path("properties").path(name)));
    }
    if (!described.equals(names) || !required.equals(names)) {
      found.add(
          place + " has " + names + ", described are " + described + ", required " + required);
    }
    return found;
  }

  private List<String> differences(String place, AnnotatedType type, JsonNode given) {
    boolean mayBeNull = type.isAnnotationPresent(Nullable.class);
    JsonNode schema = api.resolved(given);
    Set<String> types = DescribedApi.types(schema);
    JsonNode content = schema;
    if (schema.has("oneOf")) {
      content = api.resolved(schema.path("oneOf").path(0));
      types = DescribedApi.types(content);
      types.addAll(DescribedApi.types(schema.path("oneOf").path(1)));
    }
    List<String> found = new ArrayList<>();
    if (mayBeNull != types.remove("null")) {
      found.add(place + (mayBeNull ? " may be null" : " is never null"));
    }
    String expected = described(type);
    if (!types.equals(Set.of(expected))) {
      found.add(place + " is " + expected + ", described as " + types);
    }
    if (type.getType() instanceof Class<?> plain && plain.isRecord()) {
      found.addAll(of(place, plain, content));
    }
    if (type instanceof AnnotatedParameterizedType generic && expected.equals("array")) {
      found.addAll(
          differences(
              place + "[]", generic.getAnnotatedActualTypeArguments()[0], content.path("items")));
    }
    return found;
  }

  private static String described(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      return generic.getType().getTypeName().startsWith("java.util.List") ? "array" : "object";
    }
    if (type.getType() == String.class || type.getType() == Instant.class) {
      return "string";
    }
    if (type.getType() == boolean.class || type.getType() == Boolean.class) {
      return "boolean";
    }
    return Set.<Object>of(int.class, long.class, Integer.class, Long.class).contains(type.getType())
        ? "integer"
        : "object";
  }
}
