package io.tallyman.consume;

import io.tallyman.rollup.Claim;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions a lane may count. Kafka's assignment only allows it to ask; the store decides.
 * The callbacks pause and park and never wait; the writer claims; then the lane seeks and goes on.
 * Runs on the lane's thread.
 */
final class Ownership implements ConsumerRebalanceListener {

  private final Consumer<byte[], byte[]> consumer;
  private final TopicSight watch;
  private final LaneMemory memory;
  private final StoppedPartitions stopped;
  private final LaneSurroundings around;
  private final Map<TopicPartition, UUID> foreign = new HashMap<>();
  private @Nullable UUID claimedOf;
  private OptionalLong comparedAsOf = OptionalLong.empty();

  Ownership(
      Consumer<byte[], byte[]> consumer,
      TopicSight watch,
      LaneMemory memory,
      StoppedPartitions stopped,
      LaneSurroundings around) {
    this.consumer = consumer;
    this.watch = watch;
    this.memory = memory;
    this.stopped = stopped;
    this.around = around;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      // A placeholder: without one Kafka would look for a committed offset.
      consumer.seek(partition, 0);
    }
    park(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.stream().map(memory.holdings()::name).anyMatch(memory.batch().tally()::has)) {
      // Cells of several partitions can't be told apart again; the fence decides who was first.
      memory.batch().send(memory.handOff());
    }
    forget(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    distrustMemory();
    forget(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      memory.holdings().remove(partition);
      foreign.remove(partition);
    }
  }

  /** Pauses partitions until the topic was looked at and the store has handed them over. */
  void park(Collection<TopicPartition> partitions) {
    consumer.pause(partitions);
    long now = around.ticker().getAsLong();
    partitions.forEach(
        partition -> memory.holdings().put(partition, new Holding.Parked(now, false)));
    watch.lookSoon();
  }

  /**
   * Memory is a cache: throws it away, and asks the store anew for every partition that is still
   * assigned then.
   */
  void distrustMemory() {
    memory.handOff().beginAnew();
    memory.batch().discard();
    park(memory.holdings().owned());
  }

  /**
   * Gives the writer what is sealed, once it is sure that the topic wasn't made anew meanwhile.
   *
   * @throws StaleConsumer as nothing that we know, or have fetched, of another topic holds
   */
  void submitSeen() {
    if (topic().isPresent()) {
      memory.handOff().submitSeen();
    }
  }

  /**
   * The topic as it was seen last. One consumer reads one topic: Kafka names it by its name, and
   * the client would serve what it has fetched of the old one at the new one's offsets.
   */
  private Optional<TopicIdentity> topic() {
    Optional<TopicIdentity> seen = watch.identity();
    if (claimedOf != null && seen.isPresent() && !claimedOf.equals(seen.get().topicId())) {
      throw new StaleConsumer(
          "the topic was made anew: its id was " + claimedOf + ", is " + seen.get().topicId());
    }
    return seen;
  }

  /**
   * Asks the store for what is parked, once a poll has ended and the topic was looked at since.
   *
   * @throws StaleConsumer where the topic is another one by now
   */
  void claimParked() {
    topic()
        .ifPresent(
            seen ->
                memory
                    .holdings()
                    .replaceParked(
                        (partition, parked) -> {
                          boolean lookedSince = seen.askedAtNanos() - parked.sinceNanos() > 0;
                          return parked.polledSince() && lookedSince
                              ? claim(partition, seen.topicId())
                              : parked;
                        }));
  }

  private Holding claim(TopicPartition partition, UUID topicId) {
    claimedOf = topicId;
    return memory.handOff().claim(memory.holdings().name(partition), topicId);
  }

  /**
   * Goes on with a stopped partition where an operator has moved it on.
   *
   * @throws StaleConsumer as this consumer can't be trusted with that partition any more
   */
  void hear(WriterAnswer.Looked looked) {
    if (stopped.isMovedOn(looked)) {
      throw new StaleConsumer(looked.partition() + " goes on after it was stopped");
    }
  }

  /**
   * Kafka has nothing at the position of a partition. Before that is believed the position is
   * compared with the log, which may have been another one for a while already.
   */
  void doubtPosition(TopicPartition partition) {
    boolean asked =
        memory.holdings().get(partition) instanceof Holding.Counting counting
            && memory.compared().compareOnce(partition, counting);
    if (!asked) {
      doubt(partition, OptionalLong.empty());
    }
  }

  /**
   * Kafka has nothing at the position of a partition: holds it until it is sure what that means.
   *
   * @param divergence the offset from which on its log is another one, where Kafka tells
   */
  void doubt(TopicPartition partition, OptionalLong divergence) {
    if (memory.holdings().get(partition) instanceof Holding.Counting counting) {
      if (memory.batch().tally().has(memory.holdings().name(partition))) {
        memory.batch().send(memory.handOff());
      }
      stopped.hold(partition, counting.position());
      memory
          .holdings()
          .put(partition, new Holding.Doubted(counting, around.ticker().getAsLong(), divergence));
      watch.lookSoon();
    }
  }

  /** Has positions compared that no record will tell anything about; once for each new view. */
  void compareAtRest() {
    TopicView seen = watch.view().orElse(null);
    if (seen == null || comparedAsOf.equals(OptionalLong.of(seen.askedAtNanos()))) {
      return;
    }
    comparedAsOf = OptionalLong.of(seen.askedAtNanos());
    memory
        .holdings()
        .forEachCounting(
            (partition, counting) -> {
              TopicView.Log log = seen.log(partition.partition());
              if (log != null && counting.topicId().equals(seen.topicId())) {
                memory.compared().compareAtRest(partition, counting, log);
              }
            });
  }

  /** Stops the doubted partitions of which it is sure by now what they have lost. */
  void settleDoubts() {
    memory
        .holdings()
        .doubted()
        .forEach(
            (partition, doubted) -> {
              if (!stopped.decide(partition, doubted)) {
                park(List.of(partition)); // there is something to read after all
              }
            });
  }

  /** Kafka looked for a position while we were giving it one. */
  void placeAgain(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, 0);
    }
    distrustMemory();
  }

  /** Takes note that a poll has ended: what is parked was still assigned then. */
  void pollEnded() {
    memory.holdings().replaceParked(parked -> new Holding.Parked(parked.sinceNanos(), true));
  }

  /** Takes a claimed partition up where the store says, if it is still assigned. */
  void hear(WriterAnswer.Claimed claimed) {
    TopicPartition partition = memory.holdings().kafka(claimed.partition());
    if (!(memory.holdings().get(partition) instanceof Holding.Claiming claiming)
        || claiming.token() != claimed.token()) {
      return; // the partition went away, or went and came again, while the store decided
    }
    if (claimed.claim() instanceof Claim.Granted granted) {
      long next = granted.nextOffset();
      Holding.Counting counting =
          new Holding.Counting(
              claiming.topicId(),
              granted.ownerEpoch(),
              next,
              granted.leaderEpoch(),
              next,
              granted.countedUntil());
      memory.compared().compareAt(partition, counting.place());
      memory.holdings().put(partition, counting);
      foreign.remove(partition);
    } else if (claimed.claim() instanceof Claim.OtherTopic other) {
      hear(partition, claiming.topicId(), other);
    } else if (claimed.claim() instanceof Claim.Undecided undecided) {
      stopped.undecided(partition, undecided);
    }
  }

  /**
   * The position belongs to another topic. A claim may have been under way for so long that an
   * operator has answered to the new topic meanwhile: that it isn't so is seen only where the same
   * answer comes again after a look at the topic that is younger than the first.
   */
  private void hear(TopicPartition partition, UUID topicId, Claim.OtherTopic other) {
    if (other.storedTopicId().equals(foreign.put(partition, other.storedTopicId()))) {
      stopped.recreated(partition, topicId, other);
    } else {
      park(List.of(partition));
    }
  }

  /** Lets go of everything, without a word to anyone. */
  void abandon() {
    memory.handOff().beginAnew();
    memory.batch().discard();
    forget(List.copyOf(memory.holdings().all()));
  }
}
