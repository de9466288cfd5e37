package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.StoreUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Reads what the store holds, for operators and tests. All but {@link #recordsInCells} read small
 * tables or an index. Every method throws {@link StoreUnavailable} when the database doesn't
 * answer. Thread-safe.
 */
public final class StoreReader {

  private final Jdbi jdbi;
  private final SqlFailures failures;

  /**
   * @param connections reading sessions
   * @param place where the database is, for people to read
   */
  public StoreReader(ConnectionSource connections, String place) {
    this.jdbi = Jdbi.create(connections::open);
    this.failures = new SqlFailures(place);
  }

  /** All positions, in the order of their partitions. */
  public List<StoredPosition> positions() {
    return read(
        "read the positions",
        handle ->
            handle
                .createQuery("SELECT * FROM tallyman_position ORDER BY source, topic, partition_id")
                .map((row, context) -> position(row))
                .list());
  }

  static StoredPosition position(ResultSet row) throws SQLException {
    return new StoredPosition(
        partition(row),
        topicId(row),
        row.getLong("first_offset"),
        row.getLong("next_offset"),
        SqlValues.optionalInt(row, "leader_epoch"),
        row.getString("owner"),
        row.getLong("owner_epoch"),
        SqlValues.instant(row, "counted_until"));
  }

  /** What every rollup version has counted, one balance per version and partition. */
  public List<LedgerBalance> ledger() {
    List<LedgerEntry> entries =
        read(
            "read the ledger",
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM tallyman_ledger"
                            + " ORDER BY rollup, version, topic_id, partition_id, first_offset")
                    .map((row, context) -> LedgerRows.read(row))
                    .list());
    Map<List<Object>, List<LedgerEntry>> byPartition = new LinkedHashMap<>();
    for (LedgerEntry entry : entries) {
      byPartition
          .computeIfAbsent(
              List.of(entry.rollup(), entry.topicId(), entry.partition()),
              partition -> new ArrayList<>())
          .add(entry);
    }
    return byPartition.values().stream().map(LedgerBalance::of).toList();
  }

  /**
   * How many records the cells of a rollup version hold together, which must be what its ledger has
   * counted. Reads the whole table: not for a page that is asked for often.
   */
  public long recordsInCells(RollupId rollup) {
    return read(
        "add up the cells of " + rollup,
        handle ->
            handle
                .createQuery(
                    "SELECT COALESCE(SUM(records), 0) FROM " + Names.quoted(Names.tableOf(rollup)))
                .mapTo(Long.class)
                .one());
  }

  /** The open dead letters of every source, by reason. */
  public List<DeadLetterCount> deadLetters() {
    return read(
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

  /** The losses that no operator has settled, the oldest first. */
  public List<StoredLoss> openLosses() {
    return read(
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
            partition(row),
            topicId(row),
            new OffsetRange(row.getLong("first_offset"), row.getLong("next_offset")),
            Loss.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("detail")),
        Objects.requireNonNull(SqlValues.instant(row, "recorded_at"), "recorded_at"));
  }

  /** All versions of all rollups, the oldest first within each. */
  public List<RegisteredRollup> rollups() {
    return read(
        "read the registered rollups",
        handle ->
            handle
                .createQuery("SELECT * FROM tallyman_rollup ORDER BY rollup, created_at, version")
                .map((row, context) -> rollup(row))
                .list());
  }

  static RegisteredRollup rollup(ResultSet row) throws SQLException {
    return new RegisteredRollup(
        new RollupId(row.getString("rollup"), row.getString("version")),
        row.getString("source"),
        row.getString("topic"),
        row.getString("table_name"),
        row.getString("definition"),
        RollupState.ofCode(row.getString("state")),
        Objects.requireNonNull(SqlValues.instant(row, "created_at"), "created_at"));
  }

  /**
   * Until when a rollup, as its view shows it, is complete; empty where a partition of its source
   * hasn't told yet.
   */
  public Optional<Instant> completeUntil(String rollup) {
    return read(
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

  private static SourcePartition partition(ResultSet row) throws SQLException {
    return new SourcePartition(
        row.getString("source"), row.getString("topic"), row.getInt("partition_id"));
  }

  private static UUID topicId(ResultSet row) throws SQLException {
    return SqlValues.uuid(SqlValues.required(row, "topic_id"));
  }

  private <T> T read(String what, HandleCallback<T, RuntimeException> query) {
    try {
      return jdbi.withHandle(query);
    } catch (JdbiException e) {
      throw e.getCause() instanceof SQLException cause
          ? failures.unavailable(what, cause)
          : new StoreUnavailable("can't " + what + ": " + e.getMessage(), e);
    }
  }
}
