package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.ColumnType;
import io.tallyman.rollup.DimensionColumn;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a database holds, read straight from its tables. */
final class DatabaseContents implements StoredContents {

  private final Jdbi jdbi;
  private final StoreReader reader;

  DatabaseContents(ConnectionSource connections) {
    this.jdbi = Jdbi.create(connections::open);
    this.reader = new StoreReader(connections, "the test's database");
  }

  @Override
  public Map<CellName, CellValues> cells(RollupTable table) {
    Map<CellName, CellValues> cells = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM " + Names.quoted(Names.tableOf(table.id())))
                .map((row, context) -> Map.entry(name(table, row), values(table, row)))
                .forEach(
                    cell -> {
                      if (cells.put(cell.getKey(), cell.getValue()) != null) {
                        throw new AssertionError("two rows of one cell: " + cell);
                      }
                    }));
    return cells;
  }

  private static CellName name(RollupTable table, ResultSet row) throws SQLException {
    List<@Nullable Object> dimensions = new ArrayList<>();
    for (DimensionColumn column : table.dimensions()) {
      dimensions.add(value(row, column.name(), column.type()));
    }
    LocalDateTime bucket = row.getObject("bucket_start", LocalDateTime.class);
    return new CellName(bucket.toEpochSecond(ZoneOffset.UTC), dimensions);
  }

  private static CellValues values(RollupTable table, ResultSet row) throws SQLException {
    List<@Nullable Object> measures = new ArrayList<>();
    for (MeasureColumn column : table.measures()) {
      measures.add(value(row, column.name(), column.type()));
    }
    return new CellValues(row.getLong("records"), measures);
  }

  private static @Nullable Object value(ResultSet row, String column, ColumnType type)
      throws SQLException {
    Class<?> java =
        type instanceof ColumnType.Text
            ? String.class
            : type instanceof ColumnType.Whole
                ? Long.class
                : type instanceof ColumnType.Floating
                    ? Double.class
                    : type instanceof ColumnType.Bool
                        ? Boolean.class
                        : type instanceof ColumnType.Date ? LocalDate.class : BigDecimal.class;
    return row.getObject(column, java);
  }

  @Override
  public List<LedgerLine> ledger(RollupTable table) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM tallyman_ledger WHERE rollup = :name"
                        + " ORDER BY partition_id, first_offset")
                .bind("name", table.id().name())
                .map((row, context) -> LedgerRows.read(row))
                .map(
                    entry ->
                        new LedgerLine(
                            entry.partition(),
                            entry.range(),
                            entry.served(),
                            entry.absent(),
                            entry.outcomes()))
                .list());
  }

  @Override
  public Standing standing(SourcePartition partition) {
    return reader.positions().stream()
        .filter(position -> position.partition().equals(partition))
        .map(
            position ->
                new Standing(
                    position.nextOffset(), position.leaderEpoch(), position.countedUntil()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Letter> deadLetters(String source) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM tallyman_dead_letter WHERE source = :source"
                        + " ORDER BY partition_id, record_offset")
                .bind("source", source)
                .map(
                    (row, context) ->
                        new Letter(
                            row.getInt("partition_id"),
                            row.getLong("record_offset"),
                            row.getString("reason")))
                .list());
  }

  @Override
  public List<Loss> losses(String source) {
    return reader.openLosses().stream()
        .map(StoredLoss::loss)
        .filter(loss -> loss.partition().source().equals(source))
        .toList();
  }
}
