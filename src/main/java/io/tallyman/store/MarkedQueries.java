package io.tallyman.store;

import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.RollupTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads what became of events that carry a mark: the value of a dimension that no other event has.
 * Every method throws {@link io.tallyman.rollup.StoreUnavailable} when the database doesn't answer.
 * Thread-safe.
 */
public final class MarkedQueries {

  private final Queries queries;

  /**
   * @param connections reading sessions
   * @param place where the database is, for people to read
   */
  public MarkedQueries(ConnectionSource connections, String place) {
    this.queries = new Queries(connections, new SqlFailures(place));
  }

  /**
   * The cells with this mark.
   *
   * @param dimension the dimension that holds it
   * @param from the start of the first bucket that may have one; older buckets aren't read
   */
  public MarkedCells cells(RollupTable table, String dimension, String mark, Instant from) {
    List<String> sums =
        table.measures().stream()
            .filter(measure -> measure.merge() == MeasureColumn.Merge.ADD)
            .map(MeasureColumn::name)
            .toList();
    StringBuilder sql = new StringBuilder("SELECT COUNT(*), COALESCE(SUM(records), 0)");
    sums.forEach(sum -> sql.append(", COALESCE(SUM(" + Names.quoted(sum) + "), 0)"));
    sql.append(" FROM ")
        .append(Names.quoted(Names.tableOf(table.id())))
        .append(" WHERE bucket_start >= :from AND ")
        .append(Names.quoted(dimension))
        .append(" = :mark");
    return queries.run(
        "read what " + table.id().name() + " has of " + mark,
        handle ->
            handle
                .createQuery(sql)
                .bind("from", Objects.requireNonNull(SqlValues.utc(from), "from"))
                .bind("mark", mark)
                .map(
                    (row, context) -> {
                      TreeMap<String, BigDecimal> read = new TreeMap<>();
                      for (int column = 0; column < sums.size(); column++) {
                        read.put(sums.get(column), row.getBigDecimal(column + 3));
                      }
                      return new MarkedCells(row.getLong(1), row.getLong(2), read);
                    })
                .one());
  }

  /** The names of all rollups that have counted a range of a topic of this name. */
  public List<String> rollupsThatCounted(String topic) {
    return queries.run(
        "read who has counted the topic " + topic,
        handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT rollup FROM tallyman_ledger WHERE topic = :topic"
                        + " ORDER BY rollup")
                .bind("topic", topic)
                .mapTo(String.class)
                .list());
  }
}
