package io.tallyman.store;

import io.tallyman.rollup.ColumnType;
import io.tallyman.rollup.DimensionColumn;
import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.ShownMeasure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table and the view of one version of a rollup, as DDL. */
final class RollupDdl {

  private final RollupTable table;
  private final Dialect dialect;

  RollupDdl(RollupTable table, Dialect dialect) {
    this.table = table;
    this.dialect = dialect;
  }

  String createTable() {
    List<String> lines = new ArrayList<>();
    lines.add("bucket_start DATETIME NOT NULL");
    lines.add("cell_key BINARY(16) NOT NULL");
    lines.add("slot SMALLINT UNSIGNED NOT NULL");
    for (DimensionColumn column : table.dimensions()) {
      lines.add(Names.quoted(column.name()) + " " + sql(column.type()) + " NULL");
    }
    lines.add("records BIGINT NOT NULL");
    for (MeasureColumn column : table.measures()) {
      lines.add(Names.quoted(column.name()) + " " + sql(column.type()) + " NULL");
    }
    lines.add("PRIMARY KEY (bucket_start, cell_key, slot)");
    return "CREATE TABLE IF NOT EXISTS "
        + Names.quoted(Names.tableOf(table.id()))
        + " (\n  "
        + String.join(",\n  ", lines)
        + "\n) ENGINE = InnoDB, ROW_FORMAT = DYNAMIC, CHARACTER SET utf8mb4, COLLATE "
        + dialect.collation();
  }

  /** Makes the view, or turns the one that there is to this version, in one step. */
  String createView() {
    List<String> lines = new ArrayList<>();
    lines.add("bucket_start");
    table.dimensions().forEach(column -> lines.add(Names.quoted(column.name())));
    table.shown().forEach(measure -> lines.add(sql(measure)));
    return "CREATE OR REPLACE VIEW "
        + Names.quoted(table.id().name())
        + " AS SELECT\n  "
        + String.join(",\n  ", lines)
        + "\nFROM "
        + Names.quoted(Names.tableOf(table.id()));
  }

  /**
   * Whether a view of these columns is the rollup's: their order doesn't matter, as hosts whose
   * definitions have the measures in different orders share a version.
   */
  boolean isShownBy(@Nullable Collection<String> columns) {
    return columns != null && Set.copyOf(columns).equals(Set.copyOf(viewColumns()));
  }

  private List<String> viewColumns() {
    return Stream.of(
            Stream.of("bucket_start"),
            table.dimensions().stream().map(DimensionColumn::name),
            table.shown().stream().map(ShownMeasure::name))
        .flatMap(names -> names)
        .toList();
  }

  private static String sql(ShownMeasure measure) {
    if (measure instanceof ShownMeasure.Mean mean) {
      return Names.quoted(mean.sum())
          + " / NULLIF("
          + Names.quoted(mean.count())
          + ", 0) AS "
          + Names.quoted(mean.name());
    }
    return Names.quoted(measure.name());
  }

  private static String sql(ColumnType type) {
    if (type instanceof ColumnType.Text) {
      return "VARCHAR(255)";
    } else if (type instanceof ColumnType.Bool) {
      return "BOOLEAN";
    } else if (type instanceof ColumnType.Whole) {
      return "BIGINT";
    } else if (type instanceof ColumnType.Floating) {
      return "DOUBLE";
    } else if (type instanceof ColumnType.Decimal decimal) {
      return "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
    }
    return "DATE";
  }
}
