package io.tallyman.admin.health;

import io.tallyman.event.SourcePartition;
import io.tallyman.store.StoredPosition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The position rows of all sources, as they were read at one moment.
 *
 * @param positions the rows; none before they were read for the first time
 * @param readAtNanos when they were read, on the monotonic clock; empty where they never were
 */
public record StoredPlaces(List<StoredPosition> positions, OptionalLong readAtNanos) {

  /** Nothing was read yet. */
  public static StoredPlaces unread() {
    return new StoredPlaces(List.of(), OptionalLong.empty());
  }

  public StoredPlaces {
    positions = List.copyOf(positions);
  }

  /** The row of a partition, where it has one that belongs to this topic. */
  Optional<StoredPosition> of(SourcePartition partition, UUID topicId) {
    return positions.stream()
        .filter(each -> each.partition().equals(partition) && each.topicId().equals(topicId))
        .findFirst();
  }
}
