package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.StoreUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what the store holds, for operators and tests. All but {@link #ledgersWithCells} read small
 * tables or an index. Every method throws {@link StoreUnavailable} when the database doesn't
 * answer. Thread-safe.
 */
public final class StoreReader {

  private final Queries queries;

  /**
   * @param connections reading sessions
   * @param place where the database is, for people to read
   */
  public StoreReader(ConnectionSource connections, String place) {
    this.queries = new Queries(connections, new SqlFailures(place));
  }

  /** A reader for a command: its queries may take as long as they need. */
  public static StoreReader withoutHaste(DatabaseSettings settings) {
    return new StoreReader(
        new DirectConnections(settings, DriverProperties.forLongWork(settings)), settings.place());
  }

  /** All positions, in the order of their partitions. */
  public List<StoredPosition> positions() {
    return queries.run("read the positions", handle -> new LedgerQueries(handle).positions());
  }

  /** All versions of all rollups, the oldest first within each. */
  public List<RegisteredRollup> rollups() {
    return queries.run(
        "read the registered rollups", handle -> new LedgerQueries(handle).rollups());
  }

  /**
   * What every version of every rollup has counted, the oldest version first within each; all of it
   * as it stood at one moment.
   */
  public List<RollupLedger> ledgers() {
    return queries.atOneMoment("read the ledger", handle -> new LedgerQueries(handle).ledgers());
  }

  /**
   * The same with the cells of all versions that aren't retired added up, which must hold what the
   * ledger has counted. Reads their whole tables: not for a page that is asked for often.
   */
  public List<RollupLedger> ledgersWithCells() {
    return queries.atOneMoment(
        "add up the ledger and the cells", handle -> new LedgerQueries(handle).ledgersWithCells());
  }

  /** The open dead letters of every source, by reason. */
  public List<DeadLetterCount> deadLetters() {
    return queries.run(
        "count the dead letters",
        handle ->
            handle
                .createQuery(
                    "SELECT source, reason, COUNT(*) AS letters FROM tallyman_dead_letter"
                        + " WHERE state = 'open' GROUP BY source, reason ORDER BY source, reason")
                .map(
                    (row, context) ->
                        new DeadLetterCount(
                            row.getString("source"),
                            row.getString("reason"),
                            row.getLong("letters")))
                .list());
  }

  /** The newest lines of the audit, the newest first. */
  public List<AuditEntry> newestAudit(int most) {
    return queries.run(
        "read the audit",
        handle ->
            handle
                .createQuery("SELECT * FROM tallyman_audit ORDER BY id DESC LIMIT :most")
                .bind("most", most)
                .map((row, context) -> AuditRows.entry(row))
                .list());
  }

  /** The losses that no operator has settled, the oldest first. */
  public List<StoredLoss> openLosses() {
    return queries.run(
        "read the losses",
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM tallyman_loss WHERE state = 'open'"
                        + " ORDER BY recorded_at, source, partition_id, first_offset")
                .map((row, context) -> loss(row))
                .list());
  }

  static StoredLoss loss(ResultSet row) throws SQLException {
    return new StoredLoss(
        new Loss(
            SqlValues.partition(row),
            SqlValues.uuid(SqlValues.required(row, "topic_id")),
            new OffsetRange(row.getLong("first_offset"), row.getLong("next_offset")),
            Loss.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("detail")),
        Objects.requireNonNull(SqlValues.instant(row, "recorded_at"), "recorded_at"));
  }

  /**
   * Until when a rollup, as its view shows it, is complete; empty where a partition of its source
   * hasn't told yet.
   */
  public Optional<Instant> completeUntil(String rollup) {
    return queries.run(
        "read how complete " + rollup + " is",
        handle ->
            handle
                .createQuery(
                    "SELECT complete_until FROM tallyman_completeness WHERE rollup = :rollup"
                        + " AND complete_until IS NOT NULL")
                .bind("rollup", rollup)
                .map(
                    (row, context) ->
                        Objects.requireNonNull(
                            SqlValues.instant(row, "complete_until"), "complete_until"))
                .findOne());
  }
}
