package io.tallyman.rollup;

import io.tallyman.event.Problem;
import io.tallyman.event.RowShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes rollups out of their definitions, against the fields of their source. Reports everything
 * that is wrong with a definition, not just the first thing. A field that the source's shape lacks
 * is passed over in silence: whoever made the shape has reported it.
 */
public final class RollupCompiler {

  /**
   * How long a rollup's name may be: its table's name, with the version, has to fit MySQL's 64
   * characters.
   */
  public static final int MAX_NAME = 48;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<String> OWN_COLUMNS =
      Set.of("bucket_start", "bucket_date", "cell_key", "slot", "records");

  private final String topic;
  private final RowShape shape;
  private final Consumer<Problem> problems;

  /**
   * @param topic the topic of the source
   * @param shape the fields that the source's decoder gives
   * @param problems is told what is wrong
   */
  public RollupCompiler(String topic, RowShape shape, Consumer<Problem> problems) {
    this.topic = topic;
    this.shape = shape;
    this.problems = problems;
  }

  /** The rollup of this definition; empty where there are problems, which have been reported. */
  public Optional<Rollup> compile(RollupDefinition definition) {
    List<Problem> found = new ArrayList<>();
    checkName(definition, "rollups." + definition.name(), found);
    RollupDefinition readable = definition.withOnly(shape.paths());
    Rollup rollup = compile(readable, found);
    found.forEach(problems);
    boolean whole = readable.equals(definition);
    return whole && found.isEmpty() ? Optional.of(rollup) : Optional.empty();
  }

  private Rollup compile(RollupDefinition definition, List<Problem> found) {
    String at = "rollups." + definition.name();
    FieldReader reader = new FieldReader(shape, found::add);
    Filter filter = reader.filter(definition.where(), at + ".where");
    List<DimensionColumn> dimensions =
        reader.dimensions(definition.dimensions(), at + ".dimensions");
    List<Measure> measures =
        new MeasureCompiler(shape, found::add).compile(definition.measures(), at + ".measures");
    RollupTable table = table(definition, dimensions, measures);
    checkColumns(table, at, found);
    List<DimensionValue> values =
        definition.dimensions().stream().map(path -> new DimensionValue(shape.slot(path))).toList();
    return new Rollup(table, definition, filter, values, measures);
  }

  private RollupTable table(
      RollupDefinition definition, List<DimensionColumn> dimensions, List<Measure> measures) {
    CanonicalDefinition canonical = new CanonicalDefinition(definition, topic, shape::type);
    return new RollupTable(
        new RollupId(definition.name(), canonical.version()),
        definition.source(),
        topic,
        canonical.json(),
        dimensions,
        measures.stream().flatMap(measure -> measure.columns().stream()).toList(),
        measures.stream().map(Measure::shown).toList());
  }

  private static void checkName(RollupDefinition definition, String at, List<Problem> found) {
    String name = definition.name();
    if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
      found.add(
          new Problem(
              at,
              "'" + name + "' can't name a view",
              "use a lower-case letter, then letters, digits and _, at most "
                  + MAX_NAME
                  + " characters"));
    } else if (name.startsWith("tallyman_")) {
      found.add(
          new Problem(
              at,
              "names that begin with tallyman_ are Tallyman's own tables",
              "choose another name"));
    } else if (ReservedWords.contains(name)) {
      found.add(
          new Problem(
              at,
              "'" + name + "' is a reserved word in MySQL or MariaDB",
              "choose another name, such as " + name + "_rollup"));
    }
    if (definition.measures().isEmpty()) {
      found.add(
          new Problem(
              at + ".measures",
              "a rollup measures something",
              "add a measure, such as events: {type: count}"));
    }
  }

  private static void checkColumns(RollupTable table, String at, List<Problem> found) {
    Set<String> seen = new HashSet<>(OWN_COLUMNS);
    for (DimensionColumn column : table.dimensions()) {
      checkColumn(column.name(), at + ".dimensions", seen, found, null);
    }
    Set<String> shown = new HashSet<>();
    for (ShownMeasure measure : table.shown()) {
      shown.add(measure.name());
      checkColumn(measure.name(), at + ".measures." + measure.name(), seen, found, NAME);
    }
    Set<String> stored = new HashSet<>();
    for (MeasureColumn column : table.measures()) {
      boolean checkedAsShown = shown.contains(column.name()) && stored.add(column.name());
      if (!checkedAsShown) {
        checkColumn(column.name(), at + ".measures", seen, found, null);
      }
    }
  }

  private static void checkColumn(
      String name, String at, Set<String> seen, List<Problem> found, @Nullable Pattern pattern) {
    if (!seen.add(name.toLowerCase(Locale.ROOT))) {
      found.add(new Problem(at, "there is a column '" + name + "' already", "choose another name"));
    }
    if (ReservedWords.contains(name)) {
      found.add(
          new Problem(
              at,
              "'" + name + "' is a reserved word in MySQL or MariaDB",
              "choose another name, such as " + name + "_count"));
    }
    if (name.length() > 64 || (pattern != null && !pattern.matcher(name).matches())) {
      found.add(
          new Problem(
              at,
              "'" + name + "' can't name a column",
              "use a lower-case letter, then letters, digits and _, at most 64 characters"));
    }
  }
}
