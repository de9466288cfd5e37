package io.tallyman.store;

import io.tallyman.rollup.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of one source that an operator's decision rests on. */
final class StandingRows {

  private static final String POSITIONS =
      "SELECT * FROM tallyman_position WHERE source = ? AND topic = ? ORDER BY partition_id";

  private static final String OPEN_LOSSES =
      "SELECT * FROM tallyman_loss WHERE source = ? AND topic = ? AND state = 'open'"
          + " ORDER BY partition_id, recorded_at, first_offset, kind";

  /** Retired versions too: a host with an older configuration may still feed them. */
  private static final String COUNTED =
      "SELECT l.* FROM tallyman_rollup r JOIN tallyman_ledger l ON l.rollup = r.rollup"
          + " AND l.version = r.version WHERE r.source = ? AND r.topic = ?"
          + " ORDER BY l.rollup, l.version, l.topic_id, l.partition_id, l.first_offset";

  private static final String FED =
      "SELECT * FROM tallyman_rollup WHERE source = ? AND topic = ? AND state <> 'retired'"
          + " ORDER BY rollup, created_at, version";

  /** What becomes of a row. */
  @FunctionalInterface
  private interface Mapping<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final String source;
  private final String topic;

  StandingRows(Connection connection, String source, String topic) {
    this.connection = connection;
    this.source = source;
    this.topic = topic;
  }

  SourceStanding read() throws SQLException {
    return with(rows(POSITIONS, StoredPosition::read));
  }

  /** Locks the positions first, in their order, as a flush does: nobody moves them meanwhile. */
  SourceStanding lock() throws SQLException {
    return with(lockPositions());
  }

  List<StoredPosition> lockPositions() throws SQLException {
    return rows(POSITIONS + " FOR UPDATE", StoredPosition::read);
  }

  private SourceStanding with(List<StoredPosition> positions) throws SQLException {
    List<Loss> losses = rows(OPEN_LOSSES, row -> StoreReader.loss(row).loss());
    return new SourceStanding(
        positions, losses, rows(COUNTED, LedgerRows::read), rows(FED, RegisteredRollup::read));
  }

  private <T> List<T> rows(String sql, Mapping<T> mapping) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, source);
      select.setString(2, topic);
      List<T> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(mapping.of(row));
        }
      }
      return rows;
    }
  }
}
