package io.tallyman.consume;

import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one lane: poll, decode, tally, and when a batch is due hand it to the writer. Nothing
 * in it waits for the store. All of it runs on the lane's thread.
 */
final class LaneLoop {

  private static final Logger LOG = LoggerFactory.getLogger(LaneLoop.class);

  /** How long a poll may wait while a sealed batch waits for a look at the topic. */
  private static final Duration LOOKING = Duration.ofMillis(10);

  private final Consumer<byte[], byte[]> consumer;
  private final LaneSurroundings around;
  private final TopicSight watch;
  private final Holdings holdings;
  private final HandOff handOff;
  private final GrowingBatch batch;
  private final CarefulReading careful = new CarefulReading();
  private final PolledRecords polled;
  private final Ownership ownership;
  private final StoppedPartitions stopped;
  private final CourtesyCopy courtesyCopy;
  private final ProgressWatch progress;
  private final EventBudget events;
  private boolean backPressure;

  LaneLoop(
      LaneNotes lane,
      SourceEngine engine,
      Consumer<byte[], byte[]> consumer,
      TopicSight watch,
      LaneSurroundings around) {
    this.consumer = consumer;
    this.around = around;
    this.watch = watch;
    this.holdings = new Holdings(engine.source());
    this.handOff = new HandOff(lane.name(), watch, around);
    this.batch = new GrowingBatch(engine, around);
    this.progress = new ProgressWatch(around.ticker());
    this.events = around.tuning().events(engine.source());
    LaneMemory memory = new LaneMemory(holdings, handOff, batch, new ComparedPlaces(consumer));
    this.stopped = new StoppedPartitions(consumer, watch, memory, around);
    this.ownership = new Ownership(consumer, watch, memory, stopped, around);
    this.courtesyCopy = new CourtesyCopy(consumer, holdings);
    RecordCounter counter = new RecordCounter(engine.decoders().get(), careful, lane);
    this.polled = new PolledRecords(memory, careful, counter);
  }

  /** What Kafka tells about the assignment. */
  ConsumerRebalanceListener listener() {
    return ownership;
  }

  /**
   * One turn.
   *
   * @param patience how long it waits for records where there are none
   */
  void turn(Duration patience) {
    handOff.forEachAnswer(this::hear);
    ownership.submitSeen();
    ownership.claimParked();
    ownership.compareAtRest();
    ownership.settleDoubts();
    stopped.lookAfterThem();
    holdBack();
    ConsumerRecords<byte[], byte[]> records = poll(handOff.hasSealed() ? LOOKING : patience);
    ownership.pollEnded();
    events.take(records.count(), around.ticker().getAsLong());
    batch.followOperators();
    polled.take(records);
    sendWhenDue();
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    try {
      return consumer.poll(patience);
    } catch (LogTruncationException e) {
      e.offsetOutOfRangePartitions()
          .forEach(
              (partition, position) ->
                  ownership.doubt(partition, OptionalLong.of(divergence(e, partition, position))));
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions().keySet().forEach(ownership::doubtPosition);
    } catch (NoOffsetForPartitionException e) {
      ownership.placeAgain(e.partitions());
    }
    return ConsumerRecords.empty();
  }

  /** Kafka doesn't always know from where on; then nothing before the position is said lost. */
  private static long divergence(
      LogTruncationException e, TopicPartition partition, long position) {
    OffsetAndMetadata divergent = e.divergentOffsets().get(partition);
    return divergent == null ? position : divergent.offset();
  }

  private void sendWhenDue() {
    boolean due = batch.isDue(careful);
    boolean room = careful.isCareful() ? handOff.isIdle() : handOff.hasRoom();
    backPressure = due && !room;
    if (due && room) {
      noteWhatIsComplete();
      batch.send(handOff);
    }
  }

  private void noteWhatIsComplete() {
    watch.view().ifPresent(view -> batch.noteWhatIsComplete(holdings, view));
  }

  private void hear(WriterAnswer answer) {
    if (answer instanceof WriterAnswer.Claimed claimed) {
      ownership.hear(claimed);
    } else if (answer instanceof WriterAnswer.Looked looked) {
      ownership.hear(looked);
    } else if (answer instanceof WriterAnswer.Flushed flushed) {
      hearFlush(flushed);
    }
  }

  /** A lane that ends takes up nothing any more. */
  private void hearLast(WriterAnswer answer) {
    if (answer instanceof WriterAnswer.Flushed flushed) {
      hearFlush(flushed);
    }
  }

  private void hearFlush(WriterAnswer.Flushed flushed) {
    batch.observeFlush(flushed.tookNanos());
    if (flushed.outcome() instanceof WriteOutcome.Written) {
      careful.written(flushed.batch());
      flushed.batch().progress().forEach(holdings::noteStored);
      courtesyCopy.commit(flushed.batch());
    } else if (handOff.isCurrent(flushed)) {
      if (flushed.outcome() instanceof WriteOutcome.Refused refused) {
        LOG.info(
            "The store refuses a batch of {} records, reads them again in smaller ones: {}",
            flushed.batch().served(),
            refused.cause());
        careful.refused(flushed.batch(), refused.cause());
      } else if (flushed.outcome() instanceof WriteOutcome.Fenced fenced) {
        LOG.info("Fenced: {} have another owner by now", fenced.partitions());
      }
      ownership.distrustMemory();
      if (flushed.outcome() instanceof WriteOutcome.Contradicted contradicted) {
        stopped.contradicted(flushed.batch(), contradicted);
      }
    }
  }

  /**
   * Pauses and resumes so that Kafka serves just what is to be counted now. The same rule at every
   * turn.
   */
  private void holdBack() {
    Set<TopicPartition> wanted = new HashSet<>();
    if (!backPressure && !isSlowedDown()) {
      holdings.forEachCounting(
          (partition, counting) -> {
            if (!around.toggles().isPaused(holdings.name(partition))) {
              wanted.add(partition);
            }
          });
    }
    Set<TopicPartition> paused = consumer.paused();
    consumer.resume(paused.stream().filter(wanted::contains).toList());
    consumer.pause(
        holdings.all().stream()
            .filter(each -> !wanted.contains(each) && !paused.contains(each))
            .toList());
  }

  /** It goes on polling, of what is paused: so it stays in its group. */
  private boolean isSlowedDown() {
    return events.isUsedUp(around.ticker().getAsLong());
  }

  /**
   * Hands over what is counted, and waits for the writer's answers until the ticker has reached the
   * deadline.
   */
  void finish(long deadlineNanos) throws InterruptedException {
    sealRest();
    handOff.awaitIdle(deadlineNanos, this::hearLast);
  }

  /** Seals what is counted, due or not. */
  void sealRest() {
    noteWhatIsComplete();
    batch.send(handOff);
  }

  /** Goes on with what is sealed, without waiting; whether there is more to come. */
  boolean settles() {
    return handOff.settles(this::hearLast);
  }

  /** Throws away what isn't written; to be read again from where the store stands. */
  void abandon() {
    ownership.abandon();
  }

  /** Which partition doesn't get anywhere, in one sentence; empty when all do. */
  String stalled() {
    progress.keepOnly(holdings.names());
    boolean slowedDown = isSlowedDown();
    holdings.forEachMoving(
        watch.view(),
        (partition, place, allRight) ->
            progress.note(
                partition,
                place,
                allRight || (slowedDown && place >= 0) || around.toggles().isPaused(partition)));
    return progress.stalled();
  }

  /** How the lane stands now. */
  LaneStatus status(String lane, String lastError) {
    List<PartitionStatus> partitions =
        holdings.statuses(watch.view(), around.toggles(), watch.trouble());
    return new LaneStatus(lane, holdings.source(), partitions, backPressure, lastError);
  }
}
