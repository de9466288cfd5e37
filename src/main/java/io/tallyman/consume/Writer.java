package io.tallyman.consume;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the lanes ask of the store, in the order in which they asked, on one thread: few
 * writers are better than many, and a claim that queues behind a batch of the same process finds it
 * written. While the store is away it tries the same task again, with growing pauses, for as long
 * as it takes. The queue is bounded by what each lane may have under way.
 */
public final class Writer implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /**
   * A store that is away for longer than this is worth a warning; shorter ones are every day's
   * work.
   */
  private static final Duration WORTH_A_WARNING = Duration.ofSeconds(30);

  /**
   * What the store can't do now.
   *
   * @param message the last failure
   * @param since when the first of a row of failures was, on the ticker
   * @param warned whether the log has a warning about it
   */
  private record Trouble(String message, long since, boolean warned) {}

  private final RollupStore store;
  private final String owner;
  private final ConsumeMetrics metrics;
  private final LongSupplier ticker;
  private final RandomGenerator random;
  private final BlockingQueue<WriterTask> tasks = new LinkedBlockingQueue<>();

  private final PartThread thread = new PartThread("writer", this::work);

  private volatile @Nullable Trouble trouble;

  /**
   * @param owner who claims partitions, for people to read
   * @param ticker a monotonic clock, in nanoseconds
   */
  public Writer(
      RollupStore store,
      String owner,
      ConsumeMetrics metrics,
      LongSupplier ticker,
      RandomGenerator random) {
    this.store = store;
    this.owner = owner;
    this.metrics = metrics;
    this.ticker = ticker;
    this.random = random;
  }

  @Override
  public String name() {
    return "writer";
  }

  @Override
  public List<String> needs() {
    return List.of("store");
  }

  /** Asks for a task; returns at once. From any thread. */
  void submit(WriterTask task) {
    tasks.add(task);
  }

  /** How many tasks wait, the one at hand not counted. */
  int waiting() {
    return tasks.size();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void work() throws InterruptedException {
    Shift shift = new Shift();
    while (thread.goesOn()) {
      Duration pause = shift.turn();
      if (pause == null) {
        shift.awaitTask();
      } else {
        thread.pause(pause);
      }
    }
  }

  /**
   * The writer at work from a start to a stop: one task after the other, try by try. Used by one
   * thread.
   */
  final class Shift {

    private final Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, random);
    private @Nullable WriterTask task;

    /**
     * Tries the oldest task once.
     *
     * @return how long to pause before the next turn; null where there is no task
     */
    @Nullable Duration turn() {
      WriterTask tried = task == null ? tasks.poll() : task;
      task = tried;
      if (tried == null) {
        return null;
      }
      LogContext context = LogContext.of(tried);
      try {
        if (!attempt(tried)) {
          return backoff.next();
        }
        noteSuccess(tried);
      } finally {
        context.leave();
      }
      task = null;
      backoff.reset();
      return Duration.ZERO;
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
      return task == null && tasks.isEmpty();
    }

    private void awaitTask() throws InterruptedException {
      task = tasks.take();
    }
  }

  private void noteSuccess(WriterTask task) {
    if (trouble != null) {
      LOG.info("The store works again: done with {}", task.description());
      trouble = null;
    }
  }

  private boolean attempt(WriterTask task) {
    try {
      hand(task);
      return true;
    } catch (StoreUnavailable e) {
      noteTrouble(task, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      // Nothing kills the worker: an error of our own is tried again like any other, and health
      // says so.
      noteTrouble(task, e.toString(), e);
    }
    return false;
  }

  private void hand(WriterTask task) {
    if (task instanceof WriterTask.Flush flush) {
      long began = ticker.getAsLong();
      WriteOutcome outcome = store.write(flush.batch());
      long took = ticker.getAsLong() - began;
      metrics.flushed(Duration.ofNanos(took), flush.batch(), outcome);
      flush.answer().accept(outcome, took);
    } else if (task instanceof WriterTask.TakeOver takeOver && takeOver.wanted().getAsBoolean()) {
      takeOver.answer().accept(store.claim(takeOver.partition(), takeOver.topicId(), owner));
    } else if (task instanceof WriterTask.Look look) {
      look.answer().accept(store.look(look.partition(), look.topicId()));
    } else if (task instanceof WriterTask.Report report) {
      store.recordLoss(report.loss(), report.ownerEpoch());
    }
  }

  private void noteTrouble(WriterTask task, String message, Throwable e) {
    metrics.retried();
    Trouble before = trouble;
    if (before == null) {
      LOG.info("Will try again: {} failed: {}", task.description(), message);
      LOG.debug("The cause", e);
      trouble = new Trouble(message, ticker.getAsLong(), false);
      return;
    }
    boolean lasts = ticker.getAsLong() - before.since() > WORTH_A_WARNING.toNanos();
    if (lasts && !before.warned()) {
      LOG.warn("Still trying: {} fails: {}", task.description(), message, e);
    }
    trouble = new Trouble(message, before.since(), lasts);
  }

  @Override
  public void stop() throws InterruptedException {
    thread.askToStop();
    thread.interrupt();
    thread.awaitEnd(STOP_PATIENCE);
    tasks.clear(); // what isn't written is read again from where the store stands
  }

  @Override
  public Check check() {
    if (thread.hasDied()) {
      return new Check.Hung("the writer's thread has ended; restart the service");
    }
    Trouble now = trouble;
    return now == null ? Check.well() : new Check.Unwell(now.message());
  }
}
