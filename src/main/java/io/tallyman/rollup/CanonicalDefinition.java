package io.tallyman.rollup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallyman.event.FieldType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A rollup's definition as JSON in which alike definitions are alike to the byte: keys sorted,
 * durations in ISO 8601, defaults spelled out, with the topic and the types of the fields. Its keys
 * are those of {@code config.yml}. The hash of it is the rollup's version, so its form is frozen.
 */
final class CanonicalDefinition {

  private static final int VERSION_DIGITS = 12;
  private static final ObjectMapper JSON =
      JsonMapper.builder().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true).build();

  private final String json;

  CanonicalDefinition(
      RollupDefinition definition, String topic, Function<String, FieldType> types) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("source", definition.source());
    tree.put("topic", topic);
    tree.put("bucket", definition.bucket().toString());
    tree.put("where", where(definition.where()));
    tree.put("dimensions", definition.dimensions());
    tree.put("measures", measures(definition.measures()));
    tree.put("acceptLate", definition.accept().late().map(Duration::toString).orElse("unlimited"));
    tree.put("acceptEarly", definition.accept().early().toString());
    Map<String, String> fieldTypes = new TreeMap<>();
    definition.fields().forEach(field -> fieldTypes.put(field, name(types.apply(field))));
    tree.put("fieldTypes", fieldTypes);
    json = write(tree);
  }

  String json() {
    return json;
  }

  String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, Object> where(List<Condition> conditions) {
    Map<String, Object> tree = new TreeMap<>();
    for (Condition condition : conditions) {
      Object form =
          condition instanceof Condition.NotIn not
              ? Map.of("not", not.values())
              : condition.values();
      tree.put(condition.field(), form);
    }
    return tree;
  }

  private static Map<String, Object> measures(List<MeasureDefinition> measures) {
    Map<String, Object> tree = new TreeMap<>();
    for (MeasureDefinition measure : measures) {
      List<Object> form = new ArrayList<>(List.of(measure.type()));
      form.addAll(measure.fields());
      tree.put(measure.name(), form);
    }
    return tree;
  }

  /** Words of their own, so that a class may change its name and no rollup its version. */
  private static String name(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
    } else if (type instanceof FieldType.Text) {
      return "text";
    } else if (type instanceof FieldType.Bool) {
      return "bool";
    } else if (type instanceof FieldType.Whole) {
      return "whole";
    } else if (type instanceof FieldType.Floating) {
      return "floating";
    }
    return type instanceof FieldType.Timestamp ? "timestamp" : "date";
  }

  private static String write(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and strings are always JSON", e);
    }
  }
}
