package io.tallyman.simulate.database;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.store.LockedPosition;
import io.tallyman.store.PositionMove;
import io.tallyman.store.StoredPosition;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code tallyman_position}. */
final class PositionSteps {

  private PositionSteps() {}

  static boolean hasAny(Statement statement, String source, String topic) {
    return statement.tables().positions.seenBy(statement.session()).stream()
        .map(StoredPosition::partition)
        .anyMatch(each -> each.source().equals(source) && each.topic().equals(topic));
  }

  static void insert(
      Statement statement,
      String source,
      String topic,
      UUID topicId,
      Map<Integer, Long> firstOffsets)
      throws SQLException {
    for (Map.Entry<Integer, Long> each : new TreeMap<>(firstOffsets).entrySet()) {
      SourcePartition partition = new SourcePartition(source, topic, each.getKey());
      statement.insert(
          statement.tables().positions.row(partition), fresh(partition, topicId, each.getValue()));
      statement.betweenRows();
    }
  }

  static void insertIfAbsent(Statement statement, SourcePartition partition, UUID topicId)
      throws SQLException {
    Row<StoredPosition> row = statement.tables().positions.row(partition);
    if (statement.holdPlace(row) == null) {
      statement.put(row, fresh(partition, topicId, 0));
    }
  }

  private static StoredPosition fresh(SourcePartition partition, UUID topicId, long offset) {
    return new StoredPosition(
        partition, topicId, offset, offset, OptionalInt.empty(), null, 0, null);
  }

  static @Nullable LockedPosition lock(Statement statement, SourcePartition partition)
      throws SQLException {
    StoredPosition now = statement.lock(statement.tables().positions.row(partition));
    return now == null
        ? null
        : new LockedPosition(
            now.topicId(),
            now.nextOffset(),
            now.leaderEpoch(),
            now.ownerEpoch(),
            now.countedUntil());
  }

  static OptionalLong ownerEpoch(Statement statement, SourcePartition partition) {
    StoredPosition now = statement.tables().positions.row(partition).seenBy(statement.session());
    return now == null ? OptionalLong.empty() : OptionalLong.of(now.ownerEpoch());
  }

  static void takeOver(Statement statement, SourcePartition partition, String owner)
      throws SQLException {
    Row<StoredPosition> row = statement.tables().positions.row(partition);
    StoredPosition now = statement.lock(row);
    if (now == null) {
      throw new SQLException("the locked position of " + partition + " is gone");
    }
    statement.put(
        row,
        new StoredPosition(
            partition,
            now.topicId(),
            now.firstOffset(),
            now.nextOffset(),
            now.leaderEpoch(),
            owner,
            now.ownerEpoch() + 1,
            now.countedUntil()));
  }

  static int advance(Statement statement, PartitionProgress moved) throws SQLException {
    Row<StoredPosition> row = statement.tables().positions.row(moved.partition());
    StoredPosition now =
        statement.lockMatching(
            row,
            stored ->
                stored.topicId().equals(moved.topicId())
                    && stored.nextOffset() == moved.range().first()
                    && stored.ownerEpoch() == moved.ownerEpoch());
    if (now == null) {
      return 0;
    }
    statement.put(
        row,
        new StoredPosition(
            moved.partition(),
            now.topicId(),
            now.firstOffset(),
            moved.range().next(),
            moved.range().isEmpty() ? now.leaderEpoch() : moved.leaderEpoch(),
            now.owner(),
            now.ownerEpoch(),
            later(now.countedUntil(), moved.countedUntil())));
    return 1;
  }

  private static @Nullable Instant later(@Nullable Instant stored, @Nullable Instant told) {
    if (told == null) {
      return stored;
    }
    Instant kept = told.truncatedTo(ChronoUnit.MILLIS);
    return stored != null && stored.isAfter(kept) ? stored : kept;
  }

  static void move(Statement statement, PositionMove move, String operator) throws SQLException {
    StoredPosition before = move.before();
    Row<StoredPosition> row = statement.tables().positions.row(before.partition());
    StoredPosition now = statement.lock(row);
    if (now == null || now.ownerEpoch() != before.ownerEpoch()) {
      throw new SQLException("the locked position of " + before.partition() + " has moved");
    }
    boolean forward = !move.changesTopic() && !move.goesBack();
    statement.put(
        row,
        new StoredPosition(
            now.partition(),
            move.topicId(),
            move.changesTopic()
                ? move.nextOffset()
                : Math.min(before.firstOffset(), move.nextOffset()),
            move.nextOffset(),
            move.leaderEpoch(),
            operator,
            now.ownerEpoch() + 1,
            forward ? now.countedUntil() : null));
  }
}
