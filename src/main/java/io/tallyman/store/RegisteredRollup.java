package io.tallyman.store;

import io.tallyman.rollup.RollupId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/**
 * A version of a rollup as the database knows it.
 *
 * @param id which rollup and version
 * @param source the source that feeds it
 * @param topic that source's topic
 * @param table the name of its table
 * @param definition the canonical definition, JSON
 * @param state what it is to its readers
 * @param createdAt when it was registered
 */
public record RegisteredRollup(
    RollupId id,
    String source,
    String topic,
    String table,
    String definition,
    RollupState state,
    Instant createdAt) {

  static RegisteredRollup read(ResultSet row) throws SQLException {
    return new RegisteredRollup(
        new RollupId(row.getString("rollup"), row.getString("version")),
        row.getString("source"),
        row.getString("topic"),
        row.getString("table_name"),
        row.getString("definition"),
        RollupState.ofCode(row.getString("state")),
        Objects.requireNonNull(SqlValues.instant(row, "created_at"), "created_at"));
  }
}
