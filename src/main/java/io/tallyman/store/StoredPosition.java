package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a source stands in a partition.
 *
 * @param partition which partition
 * @param topicId the topic's id in Kafka
 * @param firstOffset where the source began
 * @param nextOffset the first offset that isn't counted yet
 * @param leaderEpoch the leader epoch of the last counted record, where known
 * @param owner who claimed it last; null where nobody has
 * @param ownerEpoch the epoch of that claim
 * @param countedUntil every record that was in the partition at this time is counted; null where
 *     that isn't known
 */
public record StoredPosition(
    SourcePartition partition,
    UUID topicId,
    long firstOffset,
    long nextOffset,
    OptionalInt leaderEpoch,
    @Nullable String owner,
    long ownerEpoch,
    @Nullable Instant countedUntil) {

  static StoredPosition read(ResultSet row) throws SQLException {
    return new StoredPosition(
        SqlValues.partition(row),
        SqlValues.uuid(SqlValues.required(row, "topic_id")),
        row.getLong("first_offset"),
        row.getLong("next_offset"),
        SqlValues.optionalInt(row, "leader_epoch"),
        row.getString("owner"),
        row.getLong("owner_epoch"),
        SqlValues.instant(row, "counted_until"));
  }
}
