package io.tallyman.rollup;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to take a partition over. */
public sealed interface Claim {

  /**
   * The partition is the claimant's until someone else claims it.
   *
   * @param nextOffset the first offset that isn't counted yet
   * @param leaderEpoch the leader epoch of the last counted record, where known
   * @param ownerEpoch the epoch that batches must carry
   * @param countedUntil the last time up to which everything is known to be counted; null where
   *     that was never known
   */
  record Granted(
      long nextOffset, OptionalInt leaderEpoch, long ownerEpoch, @Nullable Instant countedUntil)
      implements Claim {}

  /**
   * The position belongs to another topic of the same name: the topic was deleted and made anew.
   * Nobody gets it, and whoever had it is shut out: the old topic is counted up to here.
   *
   * @param storedTopicId the id of the topic that the position belongs to
   * @param nextOffset where it stands in that topic
   * @param ownerEpoch under which epoch, which is a new one
   */
  record OtherTopic(UUID storedTopicId, long nextOffset, long ownerEpoch) implements Claim {}

  /**
   * Offsets of the partition were lost, and no operator has decided yet how to go on: whoever asks,
   * nobody gets it. Nothing was changed.
   *
   * @param loss what was lost; of several, what was written down first
   * @param nextOffset where the position stands
   * @param ownerEpoch under which epoch; the operator's decision will issue another
   */
  record Undecided(Loss loss, long nextOffset, long ownerEpoch) implements Claim {}
}
