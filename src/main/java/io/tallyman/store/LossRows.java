package io.tallyman.store;

import io.tallyman.rollup.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The rows of {@code tallyman_loss}. Retention goes on while a partition stands still: the same
 * loss, told again with a later end, grows.
 */
final class LossRows {

  private static final int MAX_DETAIL = 1000;

  private static final String RECORD =
      "INSERT INTO tallyman_loss (source, topic, topic_id, partition_id, kind, first_offset,"
          + " next_offset, detail, state, recorded_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE"
          + " detail = IF(VALUES(next_offset) > next_offset, VALUES(detail), detail),"
          + " next_offset = GREATEST(next_offset, VALUES(next_offset))";

  private LossRows() {}

  static void record(Connection connection, Loss loss) throws SQLException {
    try (PreparedStatement record = connection.prepareStatement(RECORD)) {
      record.setString(1, loss.partition().source());
      record.setString(2, loss.partition().topic());
      record.setBytes(3, SqlValues.bytes(loss.topicId()));
      record.setInt(4, loss.partition().number());
      record.setString(5, loss.kind().code());
      record.setLong(6, loss.range().first());
      record.setLong(7, loss.range().next());
      record.setString(8, SqlValues.cut(loss.detail(), MAX_DETAIL));
      record.executeUpdate();
    }
  }
}
