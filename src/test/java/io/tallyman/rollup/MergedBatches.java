package io.tallyman.rollup;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds batches up as a store does: cells by their place, each column by its merge. */
final class MergedBatches {

  private record Place(RollupId rollup, long bucketStart, CellKey key) {}

  private final Map<Place, Cell> cells = new HashMap<>();
  private final Map<RollupId, Outcomes> outcomes = new HashMap<>();
  private long served;
  private long absent;

  void add(Batch batch) {
    for (PartitionProgress progress : batch.progress()) {
      served += progress.served();
      absent += progress.absent();
      progress.outcomes().forEach((id, counts) -> outcomes.merge(id, counts, Outcomes::plus));
    }
    for (RollupCells each : batch.cells()) {
      for (Cell cell : each.cells()) {
        cells.merge(
            new Place(each.table().id(), cell.bucketStart(), cell.key()),
            cell,
            (stored, added) -> merge(each.table(), stored, added));
      }
    }
  }

  private static Cell merge(RollupTable table, Cell stored, Cell added) {
    List<@Nullable Object> measures = new ArrayList<>();
    for (int i = 0; i < table.measures().size(); i++) {
      measures.add(
          merge(
              table.measures().get(i).merge(), stored.measures().get(i), added.measures().get(i)));
    }
    return new Cell(
        stored.bucketStart(),
        stored.key(),
        stored.dimensions(),
        stored.records() + added.records(),
        measures);
  }

  private static @Nullable Object merge(
      MeasureColumn.Merge merge, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    } else if (merge == MeasureColumn.Merge.ADD) {
      return a instanceof BigDecimal x ? x.add((BigDecimal) b) : (Long) a + (Long) b;
    }
    BigDecimal x = new BigDecimal(a.toString());
    boolean first =
        (x.compareTo(new BigDecimal(b.toString())) < 0) == (merge == MeasureColumn.Merge.LEAST);
    return first ? a : b;
  }

  Collection<Cell> cells() {
    return cells.values();
  }

  Outcomes outcomes(RollupId id) {
    return outcomes.getOrDefault(id, Outcomes.NONE);
  }

  long served() {
    return served;
  }

  long absent() {
    return absent;
  }
}
