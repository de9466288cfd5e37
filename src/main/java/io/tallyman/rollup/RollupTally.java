package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cells of one rollup while a batch grows. */
final class RollupTally {

  private final Rollup rollup;
  private final Map<OpenCell.Place, OpenCell> cells = new HashMap<>();
  private long cutValues;

  RollupTally(Rollup rollup) {
    this.rollup = rollup;
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

  RollupCells close() {
    return new RollupCells(
        rollup.table(), cells.values().stream().map(OpenCell::close).toList(), cutValues);
  }
}
