package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Tally;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The bounded way from a lane to the writer and back. A lane has two batches under way at most: one
 * being written, one that waits; then it reads no more. Used by the lane's thread only, but for the
 * answers, which the writer puts down.
 */
final class HandOff {

  private static final int MOST_UNDER_WAY = 2;

  private final String lane;
  private final LaneSurroundings around;
  private final BlockingQueue<WriterAnswer> answers = new LinkedBlockingQueue<>();
  private int underWay;
  private int generation;
  private long tokens;

  HandOff(String lane, LaneSurroundings around) {
    this.lane = lane;
    this.around = around;
  }

  boolean hasRoom() {
    return underWay < MOST_UNDER_WAY;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  /** Hands a batch over, whose bytes the budget already counts. */
  void send(Tally tally, long bytes) {
    Batch batch = tally.toBatch();
    int sentIn = generation;
    underWay++;
    around
        .writer()
        .submit(
            new WriterTask.Flush(
                lane,
                batch,
                (outcome, nanos) -> {
                  around.budget().take(-bytes); // here, because the lane may be gone by now
                  answers.add(new WriterAnswer.Flushed(batch, outcome, sentIn, nanos));
                }));
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

  void report(Loss loss) {
    around.writer().submit(new WriterTask.Report(loss));
  }

  /**
   * What is under way from now on belongs to the past: if it fails, nothing has to be done about
   * it.
   */
  void beginAnew() {
    generation++;
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
   * Waits for the answers to all batches that are under way, until the ticker has reached the
   * deadline.
   */
  void awaitIdle(long deadlineNanos, Consumer<WriterAnswer> lane) throws InterruptedException {
    while (!isIdle()) {
      WriterAnswer answer = answers.poll(deadlineNanos - around.ticker().getAsLong(), NANOSECONDS);
      if (answer == null) {
        return; // what isn't written is read again from where the store stands
      }
      take(answer, lane);
    }
  }

  private void take(WriterAnswer answer, Consumer<WriterAnswer> lane) {
    if (answer instanceof WriterAnswer.Flushed) {
      underWay--;
    }
    lane.accept(answer);
  }
}
