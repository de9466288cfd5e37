package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cells of one rollup while a batch grows. */
final class RollupTally {

  /** The map's entry, the place, the open and the closed cell with its key, on a 64-bit JVM. */
  private static final long CELL_OVERHEAD = 320;

  /** The object of one value, which is often the cell's own. */
  private static final long DIMENSION_OVERHEAD = 48;

  /** The accumulator, what it holds, and the value that it becomes. */
  private static final long MEASURE_OVERHEAD = 112;

  private final Rollup rollup;
  private final long cellBytes;
  private final Map<OpenCell.Place, OpenCell> cells = new HashMap<>();
  private long cutValues;
  private long textBytes;

  RollupTally(Rollup rollup) {
    this.rollup = rollup;
    this.cellBytes =
        CELL_OVERHEAD
            + rollup.table().dimensions().size() * DIMENSION_OVERHEAD
            + rollup.table().measures().size() * MEASURE_OVERHEAD;
  }

  Outcome outcome(long eventMillis, long recordMillis, Row row) {
    return rollup.outcome(eventMillis, recordMillis, row);
  }

  void count(long eventMillis, Row row) {
    OpenCell.Place place =
        new OpenCell.Place(rollup.bucket().startOf(eventMillis), dimensionsOf(row));
    OpenCell cell = cells.get(place);
    if (cell == null) {
      cell = new OpenCell(place, rollup.newAccumulators());
      cells.put(place, cell);
      textBytes += textBytes(place);
    }
    cell.add(row);
  }

  private List<@Nullable Object> dimensionsOf(Row row) {
    List<DimensionValue> dimensions = rollup.dimensions();
    @Nullable Object[] values = new @Nullable Object[dimensions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dimensions.get(i).of(row);
      if (dimensions.get(i).isCutIn(row)) {
        cutValues++;
      }
    }
    return Arrays.asList(values);
  }

  Rollup rollup() {
    return rollup;
  }

  int size() {
    return cells.size();
  }

  /** About how many bytes of the heap the cells take, with what they become when they close. */
  long bytes() {
    return cells.size() * cellBytes + textBytes;
  }

  private static long textBytes(OpenCell.Place place) {
    long bytes = 0;
    for (Object value : place.dimensions()) {
      if (value instanceof String text) {
        bytes += text.length() * 2L; // what UTF-16 takes; Latin text takes half of it
      }
    }
    return bytes;
  }

  RollupCells close() {
    return new RollupCells(
        rollup.table(), cells.values().stream().map(OpenCell::close).toList(), cutValues);
  }
}
