package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.PartitionProgress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where a batch stands, by the positions that it moves. */
sealed interface BatchStanding {

  /** An earlier attempt was committed, though its answer was lost. */
  record Committed() implements BatchStanding {}

  /** Nothing of it is in the store, and it may be written. */
  record Untouched() implements BatchStanding {}

  /** Nothing of it can be written any more: these partitions aren't its own. */
  record Foreign(List<SourcePartition> partitions) implements BatchStanding {}

  /**
   * Reads it under the locks of the positions, in their order: waits for a transaction that is
   * being settled. One moved position proves all of them, as they move in one transaction; and
   * under one epoch, this batch alone moves a position from its start to its end.
   */
  static BatchStanding read(StoreTransaction transaction, Batch batch) throws SQLException {
    List<SourcePartition> foreign = new ArrayList<>();
    for (PartitionProgress moved : batch.progress()) {
      LockedPosition now = transaction.lockPosition(moved.partition());
      if (now == null || !isOwn(now, moved)) {
        foreign.add(moved.partition());
      } else if (!moved.range().isEmpty() && now.nextOffset() == moved.range().next()) {
        return new Committed();
      } else if (now.nextOffset() != moved.range().first()) {
        foreign.add(moved.partition());
      }
    }
    return foreign.isEmpty() ? new Untouched() : new Foreign(foreign);
  }

  private static boolean isOwn(LockedPosition now, PartitionProgress moved) {
    return now.ownerEpoch() == moved.ownerEpoch() && now.topicId().equals(moved.topicId());
  }
}
