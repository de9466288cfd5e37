package io.tallyman.rollup;

import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One version of a rollup, compiled against the fields of its source. Immutable; any number of
 * tallies share it.
 */
public final class Rollup {

  private final RollupTable table;
  private final Bucket bucket;
  private final AcceptWindow accept;
  private final Filter filter;
  private final List<DimensionValue> dimensions;
  private final List<Measure> measures;

  Rollup(
      RollupTable table,
      RollupDefinition definition,
      Filter filter,
      List<DimensionValue> dimensions,
      List<Measure> measures) {
    this.table = table;
    this.bucket = definition.bucket();
    this.accept = definition.accept();
    this.filter = filter;
    this.dimensions = List.copyOf(dimensions);
    this.measures = List.copyOf(measures);
  }

  /** Its table: name, version and columns. */
  public RollupTable table() {
    return table;
  }

  public RollupId id() {
    return table.id();
  }

  Outcome outcome(long eventMillis, long recordMillis, Row row) {
    if (accept.isEarly(eventMillis, recordMillis)) {
      return Outcome.EARLY;
    } else if (accept.isLate(eventMillis, recordMillis)) {
      return Outcome.LATE;
    }
    return filter.passes(row) ? Outcome.COUNTED : Outcome.FILTERED;
  }

  /** Why MySQL couldn't hold what this row adds, as far as that can be told here; or null. */
  @Nullable RejectReason rejection(Row row) {
    for (Measure measure : measures) {
      if (measure.number() != null) {
        Double number = measure.number().of(row);
        if (number != null && !Double.isFinite(number)) {
          return RejectReason.NOT_FINITE;
        }
      }
    }
    for (DimensionValue dimension : dimensions) {
      if (!dimension.isStorable(row)) {
        return RejectReason.DATE_OUT_OF_RANGE;
      }
    }
    return null;
  }

  Bucket bucket() {
    return bucket;
  }

  List<DimensionValue> dimensions() {
    return dimensions;
  }

  List<Accumulator> newAccumulators() {
    return measures.stream()
        .flatMap(measure -> measure.accumulators().stream())
        .map(Supplier::get)
        .toList();
  }
}
