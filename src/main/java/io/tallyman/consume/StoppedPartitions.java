package io.tallyman.consume;

import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops partitions that can't be counted exactly any further, writes the loss down where there is
 * one, and watches the store for the operator's decision. Runs on the lane's thread.
 */
final class StoppedPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(StoppedPartitions.class);
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicSight sight;
  private final LaneMemory memory;
  private final LaneSurroundings around;

  StoppedPartitions(
      Consumer<byte[], byte[]> consumer,
      TopicSight sight,
      LaneMemory memory,
      LaneSurroundings around) {
    this.consumer = consumer;
    this.sight = sight;
    this.memory = memory;
    this.around = around;
  }

  /**
   * Stops a doubted partition once it is sure what it has lost: when all that was counted is in the
   * store, and its log was looked at since the doubt arose.
   *
   * @return false where it turns out to have lost nothing
   */
  boolean decide(TopicPartition partition, Holding.Doubted doubted) {
    TopicView.Log log = logSince(partition, doubted);
    if (log == null || !doubted.isStored()) {
      return true; // not yet
    }
    Holding.Counting counting = doubted.counting();
    Losses.Verdict verdict =
        Losses.of(
            memory.holdings().name(partition),
            counting.topicId(),
            counting.position(),
            doubted.divergence(),
            log);
    if (verdict != null) {
      stop(partition, verdict, counting.ownerEpoch());
    }
    return verdict != null;
  }

  private TopicView.@Nullable Log logSince(TopicPartition partition, Holding.Doubted doubted) {
    return sight
        .view()
        .filter(view -> view.askedAtNanos() - doubted.sinceNanos() > 0)
        .filter(view -> view.topicId().equals(doubted.counting().topicId()))
        .map(view -> view.log(partition.partition()))
        .orElse(null);
  }

  /** Stops a partition whose position belongs to another topic of that name. */
  void recreated(TopicPartition partition, UUID topicId, Claim.OtherTopic other) {
    OptionalLong end =
        sight
            .lastView(other.storedTopicId())
            .map(view -> view.end(partition.partition()))
            .orElse(OptionalLong.empty());
    stop(
        partition,
        Losses.recreated(memory.holdings().name(partition), topicId, other, end),
        other.ownerEpoch());
  }

  /** Stops a partition with a loss that was written down before, whoever found it. */
  void undecided(TopicPartition partition, Claim.Undecided claim) {
    stop(partition, stopped(claim.loss(), claim.nextOffset(), claim.ownerEpoch()));
  }

  /** Stops the partitions of a batch about which the store's books say otherwise. */
  void contradicted(Batch batch, WriteOutcome.Contradicted why) {
    for (PartitionProgress progress : batch.progress()) {
      TopicPartition partition = memory.holdings().kafka(progress.partition());
      boolean held = memory.holdings().get(partition) != null;
      if (held && why.partitions().contains(progress.partition())) {
        stop(
            partition,
            new Holding.Stopped(
                progress.range().first(),
                Holding.Stopped.Why.CONTRADICTION,
                why.cause(),
                progress.topicId(),
                progress.ownerEpoch(),
                nextLook()));
      }
    }
  }

  private void stop(TopicPartition partition, Losses.Verdict verdict, long ownerEpoch) {
    stop(partition, stopped(verdict.loss(), verdict.position(), ownerEpoch));
    memory.handOff().report(verdict.loss(), ownerEpoch); // ahead of the first look
  }

  private Holding.Stopped stopped(Loss loss, long position, long ownerEpoch) {
    return new Holding.Stopped(
        position, Holding.Stopped.Why.LOSS, loss.detail(), loss.topicId(), ownerEpoch, nextLook());
  }

  private void stop(TopicPartition partition, Holding.Stopped stopped) {
    LogContext stopping = LogContext.of(memory.holdings().name(partition));
    LOG.error("{}", stopped.cause());
    stopping.leave();
    hold(partition, stopped.position());
    memory.holdings().put(partition, stopped);
  }

  /**
   * Has the client leave a partition alone. Without a leader epoch there is nothing that it would
   * go on validating, paused or not.
   */
  void hold(TopicPartition partition, long position) {
    consumer.pause(List.of(partition));
    consumer.seek(partition, position);
  }

  private OptionalLong nextLook() {
    return OptionalLong.of(around.ticker().getAsLong() + LOOK_PERIOD.toNanos());
  }

  /** Asks the store, for each now and then, how it stands. */
  void lookAfterThem() {
    long now = around.ticker().getAsLong();
    memory
        .holdings()
        .replaceStopped(
            (partition, stopped) -> {
              if (!stopped.isDue(now)) {
                return stopped;
              }
              memory.handOff().look(memory.holdings().name(partition), stopped.topicId());
              return stopped.lookingAgainAt(OptionalLong.empty());
            });
  }

  /**
   * Whether an operator has moved the partition on, or the store forgot its loss: it may be asked
   * for anew.
   */
  boolean isMovedOn(WriterAnswer.Looked looked) {
    TopicPartition partition = memory.holdings().kafka(looked.partition());
    if (!(memory.holdings().get(partition) instanceof Holding.Stopped stopped)) {
      return false; // it went away meanwhile
    }
    if (stopped.isStill(looked.look())) {
      memory.holdings().put(partition, stopped.lookingAgainAt(nextLook()));
      return false;
    }
    LogContext moved = LogContext.of(looked.partition());
    LOG.info("{} stands otherwise in the store by now", looked.partition());
    moved.leave();
    return true;
  }
}
