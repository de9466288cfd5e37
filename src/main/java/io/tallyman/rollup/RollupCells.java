package io.tallyman.rollup;

import java.util.List;

/**
 * The cells that a batch adds to one rollup's table; no two have the same bucket and key.
 *
 * @param table the table they belong to
 * @param cells the cells, in no particular order
 * @param cutValues how many dimension values were longer than {@link DimensionValue#MAX_TEXT} and
 *     cut
 */
public record RollupCells(RollupTable table, List<Cell> cells, long cutValues) {

  public RollupCells {
    cells = List.copyOf(cells);
  }

  /** Cells of which no value was cut. */
  public RollupCells(RollupTable table, List<Cell> cells) {
    this(table, cells, 0);
  }

  /** How many records the cells count together. */
  public long records() {
    return cells.stream().mapToLong(Cell::records).sum();
  }
}
