package io.tallyman.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.demo.RollupPlan.Condition;
import io.tallyman.demo.RollupPlan.Kind;
import io.tallyman.demo.RollupPlan.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo takes from {@code config.yml}, read by itself: one source and its rollups.
 *
 * @param schemas the folder of schemas
 * @param source the source's name
 * @param topic its topic
 * @param schema the full name of its schema
 * @param framing how its records say which schema they are in
 * @param eventTime the path of the field that holds the event's time, or {@code $timestamp}
 * @param rollups one plan for each view
 */
record DemoPlan(
    String schemas,
    String source,
    String topic,
    String schema,
    String framing,
    String eventTime,
    List<RollupPlan> rollups) {

  private static final String GENERATED = "io.tallyman.events.TrackingEvent";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?}");

  private static final Duration ACCEPT_LATE = Duration.ofDays(7);
  private static final Duration ACCEPT_EARLY = Duration.ofMinutes(5);

  /** Reads the first source of this file, and its rollups. */
  static DemoPlan read(Path config) throws IOException {
    String text = withVariables(Files.readString(config), System.getenv());
    JsonNode root = new YAMLMapper().readTree(text);
    String source = root.required("sources").fieldNames().next();
    JsonNode of = root.get("sources").get(source);
    List<RollupPlan> plans = new ArrayList<>();
    root.required("rollups")
        .properties()
        .forEach(
            rollup -> {
              if (rollup.getValue().required("source").asText().equals(source)) {
                plans.addAll(plans(rollup.getKey(), rollup.getValue()));
              }
            });
    return new DemoPlan(
        root.path("schemas").path("directory").asText("avro-schemas"),
        source,
        of.required("topic").asText(),
        of.required("schema").asText(),
        of.path("framing").asText("confluent"),
        of.required("eventTime").asText(),
        plans);
  }

  /** Puts the environment's values where the text names them. */
  static String withVariables(String text, Map<String, String> environment) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    environment.getOrDefault(
                        found.group(1), found.group(2) == null ? "" : found.group(2))));
  }

  /** Throws where the generator has to make events of a schema that it doesn't know. */
  void requireGenerated(boolean fromFile) {
    if (!fromFile && !schema.equals(GENERATED)) {
      throw new ServerFailure(
          "The generator makes events of %s and not of %s: give --input FILE with its rows."
              .formatted(GENERATED, schema));
    }
  }

  private static List<RollupPlan> plans(String name, JsonNode rollup) {
    List<String> buckets = texts(rollup.required("bucket"));
    List<RollupPlan> plans = new ArrayList<>();
    for (String bucket : buckets) {
      plans.add(
          new RollupPlan(
              name,
              buckets.size() == 1 ? name : name + "_" + bucket,
              duration(bucket).toMillis(),
              conditions(rollup.path("where")),
              texts(rollup.path("dimensions")),
              measures(rollup.required("measures")),
              acceptLate(rollup.path("acceptLate")),
              orElse(rollup.path("acceptEarly"), ACCEPT_EARLY).toMillis()));
    }
    return plans;
  }

  private static List<Condition> conditions(JsonNode where) {
    List<Condition> conditions = new ArrayList<>();
    where
        .properties()
        .forEach(
            entry -> {
              JsonNode not = entry.getValue().path("not");
              Set<String> values =
                  new HashSet<>(texts(not.isMissingNode() ? entry.getValue() : not));
              conditions.add(new Condition(entry.getKey(), values, not.isMissingNode()));
            });
    return conditions;
  }

  private static List<Measured> measures(JsonNode measures) {
    List<Measured> all = new ArrayList<>();
    measures
        .properties()
        .forEach(
            entry -> {
              JsonNode measure = entry.getValue();
              Kind kind = Kind.valueOf(measure.required("type").asText().toUpperCase(Locale.ROOT));
              List<String> factors = new ArrayList<>(texts(measure.path("field")));
              factors.addAll(texts(measure.path("product")));
              all.add(new Measured(entry.getKey(), kind, factors));
            });
    return all;
  }

  private static OptionalLong acceptLate(JsonNode value) {
    return value.asText().equals("unlimited")
        ? OptionalLong.empty()
        : OptionalLong.of(orElse(value, ACCEPT_LATE).toMillis());
  }

  private static Duration orElse(JsonNode value, Duration otherwise) {
    return value.isMissingNode() ? otherwise : duration(value.asText());
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(item -> texts.add(item.asText()));
    } else if (!node.isMissingNode()) {
      texts.add(node.asText());
    }
    return texts;
  }

  private static Duration duration(String text) {
    String number = text.replaceAll("[^0-9].*", "");
    long amount = Long.parseLong(number);
    String unit = text.substring(number.length()).strip();
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s", "second", "seconds" -> Duration.ofSeconds(amount);
      case "m", "min", "minute", "minutes" -> Duration.ofMinutes(amount);
      case "h", "hour", "hours" -> Duration.ofHours(amount);
      case "d", "day", "days" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException("not a duration: " + text);
    };
  }
}
