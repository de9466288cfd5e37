package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cell while its batch grows. */
final class OpenCell {

  /**
   * A bucket and a combination of dimension values.
   *
   * @param bucketStart seconds since 1970-01-01T00:00Z
   * @param dimensions the values, never changed
   */
  record Place(long bucketStart, List<@Nullable Object> dimensions) {}

  private final Place place;
  private final List<Accumulator> accumulators;
  private long records;

  OpenCell(Place place, List<Accumulator> accumulators) {
    this.place = place;
    this.accumulators = accumulators;
  }

  void add(Row row) {
    records++;
    for (Accumulator accumulator : accumulators) {
      accumulator.add(row);
    }
  }

  Cell close() {
    List<@Nullable Object> measures = new ArrayList<>(accumulators.size());
    for (Accumulator accumulator : accumulators) {
      measures.add(accumulator.value());
    }
    return new Cell(
        place.bucketStart(), CellKey.of(place.dimensions()), place.dimensions(), records, measures);
  }
}
