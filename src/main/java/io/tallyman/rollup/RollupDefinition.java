package io.tallyman.rollup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rollup as {@code config.yml} declares it, its words checked but its fields not yet.
 *
 * @param name its name, and its view's in MySQL
 * @param source the source that feeds it
 * @param bucket how much time a cell covers
 * @param where which records it counts: those that meet all conditions
 * @param dimensions the fields by which it groups, as paths
 * @param measures what it measures, at least one
 * @param accept how far an event's time may be from its record's
 */
public record RollupDefinition(
    String name,
    String source,
    Bucket bucket,
    List<Condition> where,
    List<String> dimensions,
    List<MeasureDefinition> measures,
    AcceptWindow accept) {

  public RollupDefinition {
    where = List.copyOf(where);
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
  }

  /** The paths of all fields that it reads, each once. */
  public Set<String> fields() {
    return places().keySet();
  }

  /** The paths of all fields that it reads, each with the place below it that names it first. */
  public Map<String, String> places() {
    Map<String, String> fields = new LinkedHashMap<>();
    dimensions.forEach(field -> fields.putIfAbsent(field, "dimensions"));
    where.forEach(each -> fields.putIfAbsent(each.field(), "where." + each.field()));
    for (MeasureDefinition measure : measures) {
      measure.fields().forEach(field -> fields.putIfAbsent(field, "measures." + measure.name()));
    }
    return fields;
  }

  /** The same without the dimensions, conditions and measures that read any other field. */
  RollupDefinition withOnly(Set<String> known) {
    return new RollupDefinition(
        name,
        source,
        bucket,
        where.stream().filter(condition -> known.contains(condition.field())).toList(),
        dimensions.stream().filter(known::contains).toList(),
        measures.stream().filter(measure -> known.containsAll(measure.fields())).toList(),
        accept);
  }
}
