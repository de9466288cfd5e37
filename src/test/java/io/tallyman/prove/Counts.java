package io.tallyman.prove;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** How far the counting is, by the ledger. For one thread at a time. */
final class Counts {

  private static final String COUNTED =
      "SELECT COALESCE(MIN(served), 0) FROM (SELECT SUM(served) AS served FROM tallyman_ledger"
          + " GROUP BY rollup, version) AS per_rollup";

  private final Tables tables;
  private final long lines;

  /**
   * @param lines how many there are to count
   */
  Counts(Tables tables, long lines) {
    this.tables = tables;
    this.lines = lines;
  }

  /** A number of lines and what share of all that is. */
  record Share(long counted, long lines) {

    double percent() {
      return 100.0 * counted / lines;
    }

    boolean isWithin(double least, double most) {
      return percent() >= least && percent() <= most;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,d lines (%.1f %%)", counted, percent());
    }
  }

  /** What the rollup that has counted least has counted. */
  Share now() throws SQLException {
    return new Share(tables.number(COUNTED), lines);
  }

  /** The same, or the given share while the database can't be asked. */
  Share nowOr(Share known) {
    try {
      return now();
    } catch (SQLException e) {
      return known;
    }
  }

  Share none() {
    return new Share(0, lines);
  }

  boolean isAll(Share share) {
    return share.counted() >= lines;
  }

  /** How many partitions the host has claimed last. */
  long partitionsOf(Host host) throws SQLException {
    return tables.number(
        "SELECT COUNT(*) FROM tallyman_position WHERE owner LIKE ?", "%/" + host.pid());
  }

  /** A transaction that is open on a connection: its state, and how many rows it has changed. */
  List<List<String>> transactions(long connection) throws SQLException {
    return tables.values(
        "SELECT trx_state, trx_rows_modified FROM information_schema.innodb_trx"
            + " WHERE trx_mysql_thread_id = ?",
        connection);
  }
}
