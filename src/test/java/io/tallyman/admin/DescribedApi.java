package io.tallyman.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * docs/openapi.yaml, with as much of JSON Schema as it uses: types, required, properties,
 * additionalProperties, items, enum, oneOf and references. Whatever doesn't fit is said with the
 * place where.
 */
final class DescribedApi {

  private final JsonNode document;

  private DescribedApi(JsonNode document) {
    this.document = document;
  }

  static DescribedApi read() throws IOException {
    return new DescribedApi(
        YAMLMapper.builder().build().readTree(Files.readString(Path.of("docs/openapi.yaml"))));
  }

  /** The paths that are described for a port. */
  Set<String> paths(String port) {
    Set<String> paths = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        operation
            .path("x-port")
            .forEach(
                each -> {
                  if (each.asText().equals(port)) {
                    paths.add(path.getKey());
                  }
                });
      }
    }
    return paths;
  }

  /** The path as it is asked for: once for each value of a parameter in it. */
  List<String> targets(String path) {
    List<String> targets = new ArrayList<>();
    for (JsonNode each : operation(path, "get").path("parameters")) {
      String place = "{" + each.path("name").asText() + "}";
      if (path.contains(place)) {
        each.at("/schema/enum").forEach(value -> targets.add(path.replace(place, value.asText())));
      }
    }
    return path.contains("{") ? targets : List.of(path);
  }

  JsonNode operation(String path, String method) {
    return document.path("paths").path(path).path(method);
  }

  /** What an operation answers with a status; missing where that isn't described. */
  JsonNode response(String path, String method, int status) {
    return resolved(operation(path, method).path("responses").path(Integer.toString(status)));
  }

  JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
  }

  /** What of a value isn't as the schema says; empty where all is. */
  List<String> misfits(String place, JsonNode value, JsonNode given) {
    JsonNode schema = resolved(given);
    List<String> found = new ArrayList<>();
    if (schema.isMissingNode()) {
      return List.of(place + " has no schema");
    }
    if (schema.has("oneOf")) {
      boolean fits = false;
      for (JsonNode each : schema.path("oneOf")) {
        List<String> misfits = misfits(place, value, each);
        fits |= misfits.isEmpty();
        found.addAll(misfits);
      }
      return fits ? List.of() : found;
    }
    if (!types(schema).contains(type(value))) {
      return List.of(place + " is " + type(value) + " instead of " + types(schema));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      found.add(place + " is " + value + " instead of one of " + schema.path("enum"));
    }
    if (value.isArray()) {
      value.forEach(each -> found.addAll(misfits(place + "[]", each, schema.path("items"))));
    }
    if (value.isObject()) {
      schema
          .path("required")
          .forEach(
              name -> {
                if (!value.has(name.asText())) {
                  found.add(place + "." + name.asText() + " is missing");
                }
              });
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        found.addAll(property(place + "." + each.getKey(), each, schema));
      }
    }
    return found;
  }

  private List<String> property(String place, Map.Entry<String, JsonNode> each, JsonNode schema) {
    JsonNode known = schema.path("properties").path(each.getKey());
    JsonNode others = schema.path("additionalProperties");
    if (!known.isMissingNode()) {
      return misfits(place, each.getValue(), known);
    }
    if (others.isObject()) {
      return misfits(place, each.getValue(), others);
    }
    return others.isBoolean() && !others.asBoolean()
        ? List.of(place + " isn't described")
        : List.of();
  }

  private static boolean contains(JsonNode all, JsonNode value) {
    for (JsonNode each : all) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      type.forEach(each -> types.add(each.asText()));
    } else {
      types.add(type.asText());
    }
    return types;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case OBJECT, POJO -> "object";
      default -> "string";
    };
  }

  /** Where a record and its schema differ, in what it may hold too. */
  List<String> differences(String place, Class<?> record, JsonNode given) {
    JsonNode schema = resolved(given);
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
    JsonNode schema = resolved(given);
    Set<String> types = types(schema);
    JsonNode content = schema;
    if (schema.has("oneOf")) {
      content = resolved(schema.path("oneOf").path(0));
      types = types(content);
      types.addAll(types(schema.path("oneOf").path(1)));
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
      found.addAll(differences(place, plain, content));
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
