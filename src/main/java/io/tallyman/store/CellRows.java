package io.tallyman.store;

import io.tallyman.rollup.Cell;
import io.tallyman.rollup.RollupCells;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the rollups' tables. All writers lock them in one order, table by table and by
 * primary key, so that they wait for each other instead of deadlocking.
 */
final class CellRows {

  /**
   * Rows of one batch; the driver makes as few statements of them as the server's packets allow.
   */
  private static final int CHUNK = 1000;

  private static final int SLOT = 0;

  private static final Comparator<Cell> PRIMARY_KEY =
      Comparator.comparingLong(Cell::bucketStart).thenComparing(Cell::key);

  private CellRows() {}

  /** Adds the cells of one rollup. */
  static void add(Connection connection, RollupCells rollup) throws SQLException {
    List<Cell> cells = rollup.cells().stream().sorted(PRIMARY_KEY).toList();
    try (PreparedStatement upsert = connection.prepareStatement(CellStatement.of(rollup.table()))) {
      int waiting = 0;
      for (Cell cell : cells) {
        bind(upsert, cell);
        upsert.addBatch();
        if (++waiting % CHUNK == 0) {
          upsert.executeBatch();
        }
      }
      upsert.executeBatch();
    }
  }

  private static void bind(PreparedStatement upsert, Cell cell) throws SQLException {
    upsert.setObject(1, LocalDateTime.ofEpochSecond(cell.bucketStart(), 0, ZoneOffset.UTC));
    upsert.setBytes(2, cell.key().toBytes());
    upsert.setInt(3, SLOT);
    upsert.setLong(4, cell.records());
    int index = 5;
    for (@Nullable Object value : cell.dimensions()) {
      SqlValues.set(upsert, index++, value);
    }
    for (@Nullable Object value : cell.measures()) {
      SqlValues.set(upsert, index++, value);
    }
  }
}
