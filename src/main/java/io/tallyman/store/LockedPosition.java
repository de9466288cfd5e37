package io.tallyman.store;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A position as it stands under our lock.
 *
 * @param topicId the topic's id in Kafka
 * @param nextOffset the first offset that isn't counted yet
 * @param leaderEpoch the leader epoch of the last counted record, where known
 * @param ownerEpoch the epoch of the last claim
 * @param countedUntil every record that was in the partition at this time is counted; null where
 *     that isn't known
 */
public record LockedPosition(
    UUID topicId,
    long nextOffset,
    OptionalInt leaderEpoch,
    long ownerEpoch,
    @Nullable Instant countedUntil) {}
