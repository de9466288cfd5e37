package io.tallyman.rollup;

import java.util.List;

/** The cells that a batch adds to one rollup's table; no two have the same bucket and key. */
public record RollupCells(RollupTable table, List<Cell> cells) {

  public RollupCells {
    cells = List.copyOf(cells);
  }

  /** How many records the cells count together. */
  public long records() {
    return cells.stream().mapToLong(Cell::records).sum();
  }
}
