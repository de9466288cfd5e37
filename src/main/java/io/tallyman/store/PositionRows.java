package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.PartitionProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code tallyman_position}: the mutex of each partition, and the fence. */
final class PositionRows {

  private static final int MAX_OWNER = 255;

  private static final String INSERT =
      "INSERT INTO tallyman_position (source, topic, partition_id, topic_id, first_offset,"
          + " next_offset, owner_epoch, updated_at) VALUES (?, ?, ?, ?, ?, ?, 0, UTC_TIMESTAMP(3))";

  /** A missing row locks nothing, so it is made before it is locked; one that is there stays. */
  private static final String INSERT_IF_ABSENT =
      INSERT + " ON DUPLICATE KEY UPDATE partition_id = VALUES(partition_id)";

  private static final String ANY =
      "SELECT 1 FROM tallyman_position WHERE source = ? AND topic = ? LIMIT 1";

  private static final String LOCK =
      "SELECT topic_id, next_offset, leader_epoch, owner_epoch, counted_until FROM"
          + " tallyman_position WHERE source = ? AND topic = ? AND partition_id = ? FOR UPDATE";

  private static final String OWNER_EPOCH =
      "SELECT owner_epoch FROM tallyman_position"
          + " WHERE source = ? AND topic = ? AND partition_id = ?";

  private static final String TAKE_OVER =
      "UPDATE tallyman_position SET owner = ?, owner_epoch = owner_epoch + 1,"
          + " claimed_at = UTC_TIMESTAMP(3), updated_at = UTC_TIMESTAMP(3)"
          + " WHERE source = ? AND topic = ? AND partition_id = ?";

  /** Under the lock; what is counted until then is known again once the position gets there. */
  private static final String MOVE =
      "UPDATE tallyman_position SET topic_id = ?, first_offset = ?, next_offset = ?,"
          + " leader_epoch = ?, counted_until = CASE WHEN ? THEN counted_until END, owner = ?,"
          + " owner_epoch = owner_epoch + 1, updated_at = UTC_TIMESTAMP(3)"
          + " WHERE source = ? AND topic = ? AND partition_id = ? AND owner_epoch = ?";

  /** The compare-and-set with which every flush begins. */
  private static final String ADVANCE =
      "UPDATE tallyman_position SET next_offset = ?,"
          + " leader_epoch = CASE WHEN ? THEN ? ELSE leader_epoch END,"
          + " counted_until = COALESCE(GREATEST(counted_until, CAST(? AS DATETIME(3))),"
          + " CAST(? AS DATETIME(3)), counted_until), updated_at = UTC_TIMESTAMP(3)"
          + " WHERE source = ? AND topic = ? AND partition_id = ? AND topic_id = ?"
          + " AND next_offset = ? AND owner_epoch = ?";

  private PositionRows() {}

  static boolean hasAny(Connection connection, String source, String topic) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANY)) {
      statement.setString(1, source);
      statement.setString(2, topic);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Inserts positions in the order of their partitions, or fails at the first that is there. */
  static void insert(
      Connection connection, String source, String topic, UUID topicId, Map<Integer, Long> offsets)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Map.Entry<Integer, Long> each : new TreeMap<>(offsets).entrySet()) {
        SourcePartition partition = new SourcePartition(source, topic, each.getKey());
        bindNew(statement, partition, topicId, each.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static void insertIfAbsent(Connection connection, SourcePartition partition, UUID topicId)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_IF_ABSENT)) {
      bindNew(statement, partition, topicId, 0);
      statement.executeUpdate();
    }
  }

  private static void bindNew(
      PreparedStatement statement, SourcePartition partition, UUID topicId, long offset)
      throws SQLException {
    bind(statement, 1, partition);
    statement.setBytes(4, SqlValues.bytes(topicId));
    statement.setLong(5, offset);
    statement.setLong(6, offset);
  }

  /** Waits for whoever holds the partition, then holds it; null where it has no position. */
  static @Nullable LockedPosition lock(Connection connection, SourcePartition partition)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      bind(statement, 1, partition);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        return new LockedPosition(
            SqlValues.uuid(SqlValues.required(row, "topic_id")),
            row.getLong("next_offset"),
            SqlValues.optionalInt(row, "leader_epoch"),
            row.getLong("owner_epoch"),
            SqlValues.instant(row, "counted_until"));
      }
    }
  }

  /** The epoch as it was committed last; empty where the partition has no position. */
  static OptionalLong ownerEpoch(Connection connection, SourcePartition partition)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OWNER_EPOCH)) {
      bind(statement, 1, partition);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Bumps the epoch of a partition that is locked. */
  static void takeOver(Connection connection, SourcePartition partition, String owner)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_OVER)) {
      statement.setString(1, SqlValues.cut(owner, MAX_OWNER));
      bind(statement, 2, partition);
      if (statement.executeUpdate() != 1) {
        throw new SQLException("the locked position of " + partition + " is gone");
      }
    }
  }

  /** Moves a position that is locked to where an operator wants it, and bumps its epoch. */
  static void move(Connection connection, PositionMove move, String operator) throws SQLException {
    StoredPosition before = move.before();
    boolean forward = !move.changesTopic() && !move.goesBack();
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setBytes(1, SqlValues.bytes(move.topicId()));
      statement.setLong(2, firstOffset(move));
      statement.setLong(3, move.nextOffset());
      SqlValues.set(statement, 4, move.leaderEpoch());
      statement.setBoolean(5, forward);
      statement.setString(6, SqlValues.cut(operator, MAX_OWNER));
      bind(statement, 7, before.partition());
      statement.setLong(10, before.ownerEpoch());
      if (statement.executeUpdate() != 1) {
        throw new SQLException("the locked position of " + before.partition() + " has moved");
      }
    }
  }

  private static long firstOffset(PositionMove move) {
    return move.changesTopic()
        ? move.nextOffset()
        : Math.min(move.before().firstOffset(), move.nextOffset());
  }

  /**
   * Moves all positions on, in their order.
   *
   * @return for each how many rows matched: 1 where it stood where the batch begins, under the
   *     batch's epoch; otherwise 0
   */
  static int[] advance(Connection connection, List<PartitionProgress> progress)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      for (PartitionProgress each : progress) {
        bindAdvance(statement, each);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private static void bindAdvance(PreparedStatement statement, PartitionProgress moved)
      throws SQLException {
    LocalDateTime countedUntil = SqlValues.utc(moved.countedUntil());
    statement.setLong(1, moved.range().next());
    // the epoch belongs to the last record: where it isn't known, the old one would be wrong
    statement.setBoolean(2, !moved.range().isEmpty());
    SqlValues.set(statement, 3, moved.leaderEpoch());
    SqlValues.set(statement, 4, countedUntil);
    SqlValues.set(statement, 5, countedUntil);
    bind(statement, 6, moved.partition());
    statement.setBytes(9, SqlValues.bytes(moved.topicId()));
    statement.setLong(10, moved.range().first());
    statement.setLong(11, moved.ownerEpoch());
  }

  private static void bind(PreparedStatement statement, int index, SourcePartition partition)
      throws SQLException {
    statement.setString(index, partition.source());
    statement.setString(index + 1, partition.topic());
    statement.setInt(index + 2, partition.number());
  }
}
