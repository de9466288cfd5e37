package io.tallyman.consume;

import io.tallyman.rollup.PartitionLook;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a lane does with a partition that Kafka has assigned to it. It begins parked, and whenever
 * something is in doubt it is parked again: memory is a cache, the store knows the truth.
 */
sealed interface Holding {

  /**
   * Paused at a placeholder, until the lane may ask the store for it.
   *
   * @param sinceNanos when it was parked; only a look at the topic that is younger tells whether it
   *     is still the same
   * @param polledSince whether a poll has ended since, after which the partition was still assigned
   */
  record Parked(long sinceNanos, boolean polledSince) implements Holding {}

  /**
   * The store has been asked for it.
   *
   * @param topicId the topic that the claim is for
   * @param token tells this claim's answer from that of an earlier one
   * @param wanted is read by the writer: false withdraws the claim
   */
  record Claiming(UUID topicId, long token, AtomicBoolean wanted) implements Holding {}

  /** Handed over by the store, under an epoch of its own. */
  sealed interface Owned extends Holding {

    /** How far it is counted. */
    Counting counting();
  }

  /**
   * Read and counted.
   *
   * @param topicId the topic that it belongs to
   * @param ownerEpoch the epoch that the store issued
   * @param position the offset after the last one that was taken into a batch
   * @param leaderEpoch the leader epoch of what is before it, where Kafka tells; by it Kafka knows
   *     whether the log is still the same
   * @param stored the offset after the last one that is in the store
   * @param countedUntil the last time up to which everything is known to be in the store
   */
  record Counting(
      UUID topicId,
      long ownerEpoch,
      long position,
      OptionalInt leaderEpoch,
      long stored,
      @Nullable Instant countedUntil)
      implements Owned {

    @Override
    public Counting counting() {
      return this;
    }

    /** Where it is read on. */
    OffsetAndMetadata place() {
      Integer epoch = leaderEpoch.isPresent() ? leaderEpoch.getAsInt() : null;
      return new OffsetAndMetadata(position, Optional.ofNullable(epoch), "");
    }

    Counting at(OffsetAndMetadata next) {
      OptionalInt epoch = next.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
      return new Counting(topicId, ownerEpoch, next.offset(), epoch, stored, countedUntil);
    }

    Counting storedAt(long newStored, @Nullable Instant newCountedUntil) {
      return new Counting(
          topicId,
          ownerEpoch,
          position,
          leaderEpoch,
          newStored,
          newCountedUntil == null ? countedUntil : newCountedUntil);
    }

    OptionalLong lag(OptionalLong end) {
      return end.isPresent() ? OptionalLong.of(Math.max(0, end.getAsLong() - stored)) : end;
    }
  }

  /**
   * Kafka says that there is nothing to read at its position. What is lost is decided when all that
   * was counted is in the store, and the topic was looked at since: before that it isn't sure.
   *
   * @param counting how far it is counted
   * @param sinceNanos when Kafka said so
   * @param divergence the offset from which on the log is another one; empty where the position is
   *     outside of the log
   */
  record Doubted(Counting counting, long sinceNanos, OptionalLong divergence) implements Owned {

    boolean isStored() {
      return counting.stored() == counting.position();
    }

    Doubted storedAt(Counting further) {
      return new Doubted(further, sinceNanos, divergence);
    }
  }

  /**
   * Stopped until an operator decides, which shows in the store: whatever moves a position on there
   * issues another epoch. Where the loss for which it stopped isn't open any more, though nobody
   * has moved it, or where there is no position any more, the store was put back to an older state:
   * then it is decided anew.
   *
   * @param position where it stopped
   * @param why what kind of thing stopped it
   * @param cause why, in one sentence
   * @param topicId the topic of the loss, or of the position
   * @param ownerEpoch the epoch under which it stopped
   * @param lookAtNanos when the store is to be looked at next; never while it is being asked
   */
  record Stopped(
      long position, Why why, String cause, UUID topicId, long ownerEpoch, OptionalLong lookAtNanos)
      implements Holding {

    /** What kind of thing stops a partition. */
    enum Why {
      LOSS,
      CONTRADICTION
    }

    /** Whether it stands in the store as it stood when it stopped. */
    boolean isStill(PartitionLook look) {
      return look.ownerEpoch().equals(OptionalLong.of(ownerEpoch))
          && (why == Why.CONTRADICTION || look.hasOpenLoss());
    }

    boolean isDue(long now) {
      return lookAtNanos.isPresent() && now - lookAtNanos.getAsLong() >= 0;
    }

    Stopped lookingAgainAt(OptionalLong nanos) {
      return new Stopped(position, why, cause, topicId, ownerEpoch, nanos);
    }
  }
}
