package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The bounded way from a lane to the writer and back. A lane has two batches under way at most: one
 * being written, one that waits, sealed or in the writer's queue; then it reads no more. Used by
 * the lane's thread only, but for the answers, which the writer puts down.
 */
final class HandOff {

  private static final int MOST_UNDER_WAY = 2;

  /** How often it is seen whether the topic was looked at. */
  private static final long LOOKING_NANOS = 10_000_000;

  /**
   * A batch that is full, but not given to the writer yet.
   *
   * @param bytes what the budget counts for it
   * @param sinceNanos when its last record had been read
   */
  private record Sealed(Batch batch, long bytes, long sinceNanos) {
    boolean isOf(UUID topicId) {
      return batch.progress().stream().allMatch(each -> each.topicId().equals(topicId));
    }
  }

  private final String lane;
  private final LaneSurroundings around;
  private final TopicSight sight;
  private final Deque<Sealed> sealed = new ArrayDeque<>();
  private final BlockingQueue<WriterAnswer> answers = new LinkedBlockingQueue<>();
  private int underWay;
  private int generation;
  private long tokens;

  HandOff(String lane, TopicSight sight, LaneSurroundings around) {
    this.lane = lane;
    this.sight = sight;
    this.around = around;
  }

  boolean hasRoom() {
    return underWay < MOST_UNDER_WAY;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  /**
   * Seals a batch, whose bytes the budget already counts. It waits until the topic was looked at
   * since, because Kafka serves a topic by its name: were it made anew in this moment, its records
   * would come at the old one's offsets.
   */
  void send(Tally tally, long bytes) {
    underWay++;
    sealed.add(new Sealed(tally.toBatch(), bytes, around.ticker().getAsLong()));
    sight.identifySoon();
  }

  /** Whether a sealed batch waits for a look at the topic. */
  boolean hasSealed() {
    return !sealed.isEmpty();
  }

  /**
   * Gives the writer the sealed batches whose topic was looked at since.
   *
   * @return false where it is another topic than the batch's: that and its successors are not given
   */
  boolean submitSeen() {
    TopicIdentity seen = sight.identity().orElse(null);
    for (Sealed next = sealed.peek(); next != null && seen != null; next = sealed.peek()) {
      if (seen.askedAtNanos() - next.sinceNanos() <= 0) {
        return true;
      } else if (!next.isOf(seen.topicId())) {
        return false;
      }
      submit(sealed.remove());
    }
    return true;
  }

  private void submit(Sealed sent) {
    int sentIn = generation;
    around
        .writer()
        .submit(
            new WriterTask.Flush(
                lane,
                sent.batch(),
                (outcome, nanos) -> {
                  around.budget().take(-sent.bytes()); // here: the lane may be gone by now
                  answers.add(new WriterAnswer.Flushed(sent.batch(), outcome, sentIn, nanos));
                }));
  }

  /** Asks how a partition of this topic stands. */
  void look(SourcePartition partition, UUID topicId) {
    around
        .writer()
        .submit(
            new WriterTask.Look(
                partition, topicId, look -> answers.add(new WriterAnswer.Looked(partition, look))));
  }

  /** Asks for a partition; the answer will carry the same token. */
  Holding.Claiming claim(SourcePartition partition, UUID topicId) {
    long token = ++tokens;
    AtomicBoolean wanted = new AtomicBoolean(true);
    around
        .writer()
        .submit(
            new WriterTask.TakeOver(
                partition,
                topicId,
                wanted::get,
                claim -> answers.add(new WriterAnswer.Claimed(partition, token, claim))));
    return new Holding.Claiming(topicId, token, wanted);
  }

  void report(Loss loss, long ownerEpoch) {
    around.writer().submit(new WriterTask.Report(loss, ownerEpoch));
  }

  /**
   * What is under way from now on belongs to the past: if it fails, nothing has to be done about
   * it. What is sealed is thrown away.
   */
  void beginAnew() {
    generation++;
    sealed.forEach(each -> around.budget().take(-each.bytes()));
    underWay -= sealed.size();
    sealed.clear();
  }

  /** Whether a batch that failed was handed over since the lane last began anew. */
  boolean isCurrent(WriterAnswer.Flushed answer) {
    return answer.generation() == generation;
  }

  /** Gives each answer that has arrived to the lane. */
  void forEachAnswer(Consumer<WriterAnswer> lane) {
    WriterAnswer answer = answers.poll();
    while (answer != null) {
      take(answer, lane);
      answer = answers.poll();
    }
  }

  /**
   * Hears what has arrived and gives the writer what was looked at; waits for nothing.
   *
   * @return whether there is more to come
   */
  boolean settles(Consumer<WriterAnswer> lane) {
    forEachAnswer(lane);
    return submitSeen() && !isIdle(); // what is sealed for another topic is never given
  }

  /**
   * Waits for the answers to all batches that are under way, until the ticker has reached the
   * deadline.
   */
  void awaitIdle(long deadlineNanos, Consumer<WriterAnswer> lane) throws InterruptedException {
    long left = deadlineNanos - around.ticker().getAsLong();
    while (left > 0 && settles(lane)) {
      WriterAnswer answer =
          answers.poll(hasSealed() ? Math.min(left, LOOKING_NANOS) : left, NANOSECONDS);
      if (answer != null) {
        take(answer, lane);
      }
      left = deadlineNanos - around.ticker().getAsLong();
    }
    // what isn't written by now is read again from where the store stands
  }

  private void take(WriterAnswer answer, Consumer<WriterAnswer> lane) {
    if (answer instanceof WriterAnswer.Flushed) {
      underWay--;
    }
    lane.accept(answer);
  }
}
