package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.rollup.AcceptWindow;
import io.tallyman.rollup.Bucket;
import io.tallyman.rollup.Condition;
import io.tallyman.rollup.MeasureDefinition;
import io.tallyman.rollup.RollupDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rollups of {@code config.yml}: their words. Whether the fields fit is for the rollup
 * package to say.
 */
final class RollupReader {

  private static final String UNLIMITED = "unlimited";

  private final Set<String> sources;

  RollupReader(List<Settings.Source> sources) {
    this.sources =
        sources.stream().map(Settings.Source::name).collect(Collectors.toCollection(TreeSet::new));
  }

  List<RollupDefinition> read(Section rollups) {
    List<RollupDefinition> read = new ArrayList<>();
    for (Map.Entry<String, Section> entry : rollups.sections().entrySet()) {
      read.add(rollup(entry.getKey(), entry.getValue()));
    }
    if (read.isEmpty()) {
      rollups.problem(
          "", "there is no rollup", "declare what to count, as config.yml of the project does");
    }
    return read;
  }

  private RollupDefinition rollup(String name, Section section) {
    refuseWhatComesLater(section);
    RollupDefinition rollup =
        new RollupDefinition(
            name,
            source(section),
            bucket(section),
            where(section.section("where")),
            distinct(section),
            measures(section.section("measures")),
            new AcceptWindow(acceptLate(section), acceptEarly(section)));
    section.finish();
    return rollup;
  }

  /** Keys of the design that this version doesn't carry out: better refused than ignored. */
  private static void refuseWhatComesLater(Section section) {
    String zone = section.optionalText("timeZone").orElse("UTC");
    if (!zone.equals("UTC")) {
      section.problem("timeZone", "this version's buckets are in UTC", "take it out");
    }
    String retain = section.optionalText("retain").orElse("forever");
    if (!retain.equals("forever")) {
      section.problem(
          "retain",
          "this version deletes nothing",
          "write forever, and delete old buckets with SQL");
    }
    if (section.has("maxCellsPerBucket")) {
      section.problem("maxCellsPerBucket", "this version has no such bound", "take it out");
    }
  }

  private String source(Section section) {
    String source = section.text("source");
    if (!source.isEmpty() && !sources.contains(source)) {
      section.problem(
          "source",
          "there is no source '" + source + "'",
          "use one of " + String.join(", ", sources));
    }
    return source;
  }

  private static Bucket bucket(Section section) {
    Optional<String> text = section.optionalText("bucket");
    Optional<Bucket> bucket = text.flatMap(Bucket::parse);
    if (bucket.isEmpty()) {
      section.problem(
          "bucket",
          text.map(each -> "'" + each + "' is no bucket").orElse("it is missing"),
          "write a whole divisor of a day from 10s to 1d: 1m, 15m, 1h, 1d");
    }
    return bucket.orElse(new Bucket(60));
  }

  private static List<String> distinct(Section section) {
    List<String> dimensions = section.texts("dimensions");
    if (dimensions.stream().distinct().count() != dimensions.size()) {
      section.problem("dimensions", "a field is named twice", "name each once");
    }
    return dimensions;
  }

  private static List<Condition> where(Section where) {
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : where.nodes().entrySet()) {
      String field = entry.getKey();
      if (entry.getValue().isObject()) {
        Section not = where.section(field);
        if (not.has("not") || not.isEmpty()) { // else the key is misspelt, which is said below
          conditions.add(new Condition.NotIn(field, listed(not, "not")));
        }
        not.finish();
      } else {
        conditions.add(new Condition.In(field, listed(where, field)));
      }
    }
    return conditions;
  }

  private static List<String> listed(Section section, String key) {
    List<String> values = section.texts(key);
    if (values.isEmpty()) {
      section.problem(key, "no value is listed", "write [one, two], or {not: [one, two]}");
    }
    return values;
  }

  private static List<MeasureDefinition> measures(Section measures) {
    List<MeasureDefinition> read = new ArrayList<>();
    for (Map.Entry<String, Section> entry : measures.sections().entrySet()) {
      MeasureDefinition measure = measure(entry.getKey(), entry.getValue());
      if (measure != null) {
        read.add(measure);
      }
      entry.getValue().finish();
    }
    return read;
  }

  private static @Nullable MeasureDefinition measure(String name, Section section) {
    String type = section.text("type");
    return switch (type) {
      case "count" -> new MeasureDefinition.Count(name);
      case "sum" -> new MeasureDefinition.Sum(name, factors(section));
      case "avg" -> new MeasureDefinition.Avg(name, factors(section));
      case "min" -> new MeasureDefinition.Min(name, section.text("field"));
      case "max" -> new MeasureDefinition.Max(name, section.text("field"));
      default -> {
        section.problem("type", "'" + type + "' is no measure", "use count, sum, min, max or avg");
        section.texts("field"); // asked for, so that they aren't reported as unknown
        section.texts("product");
        yield null;
      }
    };
  }

  private static List<String> factors(Section section) {
    Optional<String> field = section.optionalText("field");
    List<String> product = section.texts("product");
    if (field.isPresent() == !product.isEmpty()) {
      section.problem(
          "field",
          "a sum or a mean is of one field, or of one product",
          "write either field: name or product: [name, name]");
    }
    return field.map(List::of).orElse(product);
  }

  private static Optional<Duration> acceptLate(Section section) {
    Optional<String> text = section.optionalText("acceptLate");
    if (text.filter(UNLIMITED::equals).isPresent()) {
      return Optional.empty();
    }
    return text.isEmpty() ? AcceptWindow.DEFAULT.late() : section.duration("acceptLate");
  }

  private static Duration acceptEarly(Section section) {
    return section.duration("acceptEarly").orElse(AcceptWindow.DEFAULT.early());
  }
}
