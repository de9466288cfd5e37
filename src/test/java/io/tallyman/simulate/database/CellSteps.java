package io.tallyman.simulate.database;

import io.tallyman.rollup.Cell;
import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.RollupCells;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StorableValues;
import io.tallyman.simulate.database.Tables.CellId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statement on the rollups' tables. */
final class CellSteps {

  /** A text that begins so is data that the server refuses. */
  static final String REFUSED = "refused";

  private static final Comparator<Cell> PRIMARY_KEY =
      Comparator.comparingLong(Cell::bucketStart).thenComparing(Cell::key);

  private CellSteps() {}

  static void add(Statement statement, RollupCells rollup) throws SQLException {
    List<Cell> cells = new ArrayList<>(rollup.cells());
    cells.sort(PRIMARY_KEY);
    for (Cell cell : cells) {
      requireStorable(rollup.table(), cell);
      Row<Cell> row = statement.tables().cells.row(CellId.of(rollup.table().id(), cell));
      Cell stored = statement.holdPlace(row);
      Cell now = stored == null ? cell : merged(rollup.table(), stored, cell);
      requireStorable(rollup.table(), now);
      statement.put(row, now);
      statement.betweenRows();
    }
  }

  private static void requireStorable(RollupTable table, Cell cell) throws SQLException {
    for (@Nullable Object value : cell.dimensions()) {
      if (value instanceof String text && text.startsWith(REFUSED)) {
        throw Errors.refused("no column takes '" + text + "'");
      }
    }
    String refusal = StorableValues.refusal(table, cell);
    if (refusal != null) {
      throw Errors.refused(refusal);
    }
  }

  private static Cell merged(RollupTable table, Cell stored, Cell added) throws SQLException {
    List<@Nullable Object> measures = new ArrayList<>();
    for (int i = 0; i < table.measures().size(); i++) {
      Object left = stored.measures().get(i);
      Object right = added.measures().get(i);
      measures.add(
          left == null || right == null
              ? (left == null ? right : left)
              : merged(table.measures().get(i).merge(), left, right));
    }
    return new Cell(
        stored.bucketStart(),
        stored.key(),
        stored.dimensions(),
        stored.records() + added.records(),
        measures);
  }

  @SuppressWarnings("unchecked") // a measure's values all have the type of its column
  private static Object merged(MeasureColumn.Merge merge, Object left, Object right)
      throws SQLException {
    if (merge == MeasureColumn.Merge.ADD) {
      return sum(left, right);
    }
    boolean leftFirst = ((Comparable<Object>) left).compareTo(right) <= 0;
    return leftFirst == (merge == MeasureColumn.Merge.LEAST) ? left : right;
  }

  private static Object sum(Object left, Object right) throws SQLException {
    if (left instanceof BigDecimal decimal) {
      return decimal.add((BigDecimal) right);
    } else if (left instanceof Long whole) {
      try {
        return Math.addExact(whole, (Long) right);
      } catch (ArithmeticException e) {
        throw Errors.outOfRange(left + " + " + right);
      }
    }
    return (Double) left + (Double) right;
  }
}
