package io.tallyman.demo;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one view of one rollup has to show, as the demo reads it from {@code config.yml}.
 *
 * @param rollup the rollup's name there
 * @param view the view in MySQL, which is the rollup's name, followed by the bucket where there are
 *     several
 * @param bucketMillis how much time a cell covers
 * @param where what a record has to meet to be counted
 * @param dimensions the fields by which it groups, as paths
 * @param measures what it measures
 * @param acceptLateMillis how long before its record's timestamp an event may have happened; empty
 *     for any time
 * @param acceptEarlyMillis how long after it
 */
record RollupPlan(
    String rollup,
    String view,
    long bucketMillis,
    List<Condition> where,
    List<String> dimensions,
    List<Measured> measures,
    OptionalLong acceptLateMillis,
    long acceptEarlyMillis) {

  /**
   * A condition on a field.
   *
   * @param field its path
   * @param values the values as text
   * @param listed whether the field has to be one of them, or none of them
   */
  record Condition(String field, Set<String> values, boolean listed) {
    boolean isMet(@Nullable Object value) {
      return (value != null && values.contains(value.toString())) == listed;
    }
  }

  /** What a measure does with its numbers. */
  enum Kind {
    COUNT,
    SUM,
    MIN,
    MAX,
    AVG
  }

  /**
   * A measure.
   *
   * @param name its column in the view
   * @param kind what it does
   * @param factors the field, or the fields whose product it takes; empty for a count
   */
  record Measured(String name, Kind kind, List<String> factors) {}
}
