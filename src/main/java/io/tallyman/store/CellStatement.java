package io.tallyman.store;

import io.tallyman.rollup.DimensionColumn;
import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.RollupTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The upsert that adds cells to a rollup's table. A null is neutral in every merge; {@code
 * VALUES(column)} is the form that MariaDB takes too.
 */
final class CellStatement {

  private CellStatement() {}

  static String of(RollupTable table) {
    List<String> columns = new ArrayList<>(List.of("bucket_start", "cell_key", "slot", "records"));
    List<String> merges = new ArrayList<>(List.of("records = records + VALUES(records)"));
    for (DimensionColumn dimension : table.dimensions()) {
      columns.add(Names.quoted(dimension.name()));
    }
    for (MeasureColumn measure : table.measures()) {
      String column = Names.quoted(measure.name());
      columns.add(column);
      merges.add(column + " = " + merged(measure.merge(), column));
    }
    return "INSERT INTO "
        + Names.quoted(Names.tableOf(table.id()))
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ") ON DUPLICATE KEY UPDATE "
        + String.join(", ", merges);
  }

  private static String merged(MeasureColumn.Merge merge, String column) {
    String given = "VALUES(" + column + ")";
    String both =
        switch (merge) {
          case ADD -> column + " + " + given;
          case LEAST -> "LEAST(" + column + ", " + given + ")";
          case GREATEST -> "GREATEST(" + column + ", " + given + ")";
        };
    return "COALESCE(" + both + ", " + column + ", " + given + ")";
  }
}
