package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code tallyman_loss}. Retention goes on while a partition stands still: the same
 * loss, told again with a later end, grows, and is open again where it was settled.
 */
final class LossRows {

  private static final int MAX_DETAIL = 1000;

  private static final String RECORD =
      "INSERT INTO tallyman_loss (source, topic, topic_id, partition_id, kind, first_offset,"
          + " next_offset, detail, state, recorded_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE"
          + " detail = IF((? AND state <> 'open') OR VALUES(next_offset) > next_offset,"
          + " VALUES(detail), detail),"
          + " state = IF(? OR VALUES(next_offset) > next_offset, VALUES(state), state),"
          + " next_offset = GREATEST(next_offset, VALUES(next_offset))";

  /** By the beginning of the primary key: a partition has few losses, open or settled. */
  private static final String OPEN =
      "SELECT * FROM tallyman_loss WHERE source = ? AND topic_id = ? AND partition_id = ?"
          + " AND state = 'open' ORDER BY recorded_at, first_offset, kind LIMIT 1";

  private static final String SETTLE =
      "UPDATE tallyman_loss SET state = 'settled',"
          + " detail = LEFT(CONCAT(detail, '; settled by ', ?), ?) WHERE source = ?"
          + " AND topic_id = ? AND partition_id = ? AND kind = ? AND first_offset = ?"
          + " AND state = 'open'";

  private static final String RECORD_SKIP =
      "INSERT INTO tallyman_loss (source, topic, topic_id, partition_id, kind, first_offset,"
          + " next_offset, detail, state, recorded_at)"
          + " VALUES (?, ?, ?, ?, 'skipped', ?, ?, ?, 'settled', UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset), detail = VALUES(detail),"
          + " state = VALUES(state), recorded_at = VALUES(recorded_at)";

  /** A loss that is there already says more. */
  private static final String RECORD_LEFT =
      "INSERT INTO tallyman_loss (source, topic, topic_id, partition_id, kind, first_offset,"
          + " next_offset, detail, state, recorded_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'settled', UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE state = VALUES(state)";

  private static final String SKIPS =
      " WHERE source = ? AND topic_id = ? AND partition_id = ? AND kind = 'skipped'"
          + " AND state = 'settled'";

  private static final String CUT_SKIP =
      "UPDATE tallyman_loss SET next_offset = ?"
          + SKIPS
          + " AND first_offset < ? AND next_offset > ?";

  private static final String UNDO_SKIP =
      "UPDATE tallyman_loss SET state = 'undone',"
          + " detail = LEFT(CONCAT(detail, '; undone by ', ?), ?)"
          + SKIPS
          + " AND first_offset >= ?";

  private LossRows() {}

  static void record(Connection connection, Loss loss, boolean openAgain) throws SQLException {
    try (PreparedStatement record = connection.prepareStatement(RECORD)) {
      bind(record, loss);
      record.setString(8, SqlValues.cut(loss.detail(), MAX_DETAIL));
      record.setBoolean(9, openAgain);
      record.setBoolean(10, openAgain);
      record.executeUpdate();
    }
  }

  /** The partition's first open loss in that topic; null where it has none. */
  static @Nullable Loss open(Connection connection, SourcePartition partition, UUID topicId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN)) {
      bindPartition(select, 1, partition, topicId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? StoreReader.loss(row).loss() : null;
      }
    }
  }

  /** Marks losses as answered, and writes down by whom and why. */
  static void settle(Connection connection, List<Loss> losses, OperatorNote note)
      throws SQLException {
    if (losses.isEmpty()) {
      return;
    }
    try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
      for (Loss loss : losses) {
        settle.setString(1, note.toString());
        settle.setInt(2, MAX_DETAIL);
        bindPartition(settle, 3, loss.partition(), loss.topicId());
        settle.setString(6, loss.kind().code());
        settle.setLong(7, loss.range().first());
        settle.addBatch();
      }
      settle.executeBatch();
    }
  }

  /** Says of a topic that was left how far it is counted. */
  static void recordLeft(Connection connection, Loss left, OperatorNote note) throws SQLException {
    try (PreparedStatement record = connection.prepareStatement(RECORD_LEFT)) {
      bind(record, left);
      record.setString(8, SqlValues.cut(left.detail() + "; settled by " + note, MAX_DETAIL));
      record.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Loss loss) throws SQLException {
    statement.setString(1, loss.partition().source());
    statement.setString(2, loss.partition().topic());
    statement.setBytes(3, SqlValues.bytes(loss.topicId()));
    statement.setInt(4, loss.partition().number());
    statement.setString(5, loss.kind().code());
    statement.setLong(6, loss.range().first());
    statement.setLong(7, loss.range().next());
  }

  /** Explains the gap that a skip leaves in the ledger. */
  static void recordSkip(Connection connection, PositionMove move, OperatorNote note)
      throws SQLException {
    SourcePartition partition = move.before().partition();
    String detail = "offsets " + move.skipped() + " of " + partition + " were skipped by " + note;
    try (PreparedStatement record = connection.prepareStatement(RECORD_SKIP)) {
      record.setString(1, partition.source());
      record.setString(2, partition.topic());
      record.setBytes(3, SqlValues.bytes(move.topicId()));
      record.setInt(4, partition.number());
      record.setLong(5, move.skipped().first());
      record.setLong(6, move.skipped().next());
      record.setString(7, SqlValues.cut(detail, MAX_DETAIL));
      record.executeUpdate();
    }
  }

  /** What was skipped from the new position on is skipped no more. */
  static void undoSkips(Connection connection, PositionMove move, OperatorNote note)
      throws SQLException {
    try (PreparedStatement cut = connection.prepareStatement(CUT_SKIP);
        PreparedStatement undo = connection.prepareStatement(UNDO_SKIP)) {
      cut.setLong(1, move.nextOffset());
      bindPartition(cut, 2, move.before().partition(), move.topicId());
      cut.setLong(5, move.nextOffset());
      cut.setLong(6, move.nextOffset());
      cut.executeUpdate();
      undo.setString(1, note.toString());
      undo.setInt(2, MAX_DETAIL);
      bindPartition(undo, 3, move.before().partition(), move.topicId());
      undo.setLong(6, move.nextOffset());
      undo.executeUpdate();
    }
  }

  private static void bindPartition(
      PreparedStatement statement, int index, SourcePartition partition, UUID topicId)
      throws SQLException {
    statement.setString(index, partition.source());
    statement.setBytes(index + 1, SqlValues.bytes(topicId));
    statement.setInt(index + 2, partition.number());
  }
}
