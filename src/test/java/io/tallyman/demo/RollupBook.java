package io.tallyman.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one rollup should come to: every record's outcome and every cell. Not thread-safe. */
final class RollupBook {

  /**
   * Which cell.
   *
   * @param bucketStart epoch milliseconds
   * @param dimensions the values in the rollup's order
   */
  record Place(long bucketStart, List<@Nullable Object> dimensions) {}

  private final RollupPlan plan;
  private final Map<Place, CellSums> cells = new HashMap<>();
  private long counted;
  private long filtered;
  private long late;
  private long early;

  RollupBook(RollupPlan plan) {
    this.plan = plan;
  }

  void add(SeenEvent event, long eventMillis, long recordMillis) {
    if (eventMillis > recordMillis + plan.acceptEarlyMillis()) {
      early++;
    } else if (plan.acceptLateMillis().isPresent()
        && eventMillis < recordMillis - plan.acceptLateMillis().getAsLong()) {
      late++;
    } else if (!plan.where().stream().allMatch(c -> c.isMet(event.value(c.field())))) {
      filtered++;
    } else {
      counted++;
      cells
          .computeIfAbsent(place(event, eventMillis), place -> new CellSums(plan.measures()))
          .add(event);
    }
  }

  private Place place(SeenEvent event, long eventMillis) {
    List<@Nullable Object> values = new ArrayList<>(plan.dimensions().size());
    for (String dimension : plan.dimensions()) {
      values.add(event.value(dimension));
    }
    return new Place(Math.floorDiv(eventMillis, plan.bucketMillis()) * plan.bucketMillis(), values);
  }

  RollupPlan plan() {
    return plan;
  }

  /** All cells, by place; the tally's own map, so only for reading, and only when all is done. */
  Map<Place, CellSums> cells() {
    return cells;
  }

  /** How many records had which outcome, given how many were rejected before any rollup. */
  OutcomeCounts outcomes(long rejected) {
    return new OutcomeCounts(counted, rejected, 0, late, early, filtered);
  }
}
