package io.tallyman.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * docs/openapi.yaml, with as much of JSON Schema as it uses: types, required, properties,
 * additionalProperties, items, enum, oneOf and references. Whatever doesn't fit is said with the
 * place where.
 */
public final class DescribedApi {

  /** What every route may answer whose description has a default. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 408, 413, 503);

  private final JsonNode document;

  private DescribedApi(JsonNode document) {
    this.document = document;
  }

  /** The file as it is checked in. */
  public static DescribedApi read() throws IOException {
    return new DescribedApi(
        YAMLMapper.builder().build().readTree(Files.readString(Path.of("docs/openapi.yaml"))));
  }

  /** The paths that are described for a port, with {@code {}} for their parameters. */
  public Set<String> paths(String port) {
    Set<String> paths = new TreeSet<>();
    described(port).forEach(path -> paths.add(PortRoutes.plain(path)));
    return paths;
  }

  /** The paths that are described for a port, as they are described. */
  Set<String> described(String port) {
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

  /** Those of them that are read by {@code GET}. */
  Set<String> reads(String port) {
    Set<String> paths = described(port);
    paths.removeIf(path -> operation(path, "get").isMissingNode());
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
    JsonNode responses = operation(path, method).path("responses");
    JsonNode one = responses.path(Integer.toString(status));
    return resolved(
        one.isMissingNode() && REFUSALS.contains(status) ? responses.path("default") : one);
  }

  /** The names of an operation's parameters of a query. */
  Set<String> query(String path, String method) {
    Set<String> names = new TreeSet<>();
    for (JsonNode each : operation(path, method).path("parameters")) {
      if (each.path("in").asText().equals("query")) {
        names.add(each.path("name").asText());
      }
    }
    return names;
  }

  /** What a task takes: the schema of its form. */
  JsonNode form(String path) {
    return operation(path, "post")
        .at("/requestBody/content/application~1x-www-form-urlencoded/schema");
  }

  /** The values that a property of a form may have; empty where they aren't listed. */
  Set<String> values(String path, String property) {
    Set<String> values = new TreeSet<>();
    resolved(form(path).path("properties").path(property))
        .path("enum")
        .forEach(each -> values.add(each.asText()));
    return values;
  }

  /** What is referred to and isn't there, and what is there and isn't referred to. */
  List<String> looseEnds() {
    List<String> found = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    document.findValues("$ref").forEach(each -> used.add(each.asText().substring(1)));
    for (String each : used) {
      if (document.at(each).isMissingNode()) {
        found.add(each + " is referred to and isn't there");
      }
    }
    for (String kind : List.of("schemas", "responses")) {
      for (Map.Entry<String, JsonNode> each : document.at("/components/" + kind).properties()) {
        if (!used.contains("/components/" + kind + "/" + each.getKey())) {
          found.add(each.getKey() + " isn't used");
        }
      }
    }
    return found;
  }

  JsonNode operations(String path) {
    return document.path("paths").path(path);
  }

  JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  JsonNode resolved(JsonNode schema) {
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

  static Set<String> types(JsonNode schema) {
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
}
