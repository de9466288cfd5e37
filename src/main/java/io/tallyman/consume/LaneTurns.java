package io.tallyman.consume;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane, turn by turn: takes a consumer and has the loop turn on it. When the consumer fails for
 * good it lets go of it, and takes a new one after a pause. Used by one thread, but for {@link
 * #wakeUp}.
 */
final class LaneTurns {

  /** How long a lane that ends waits for the writer's answers. */
  static final Duration FINISH = Duration.ofSeconds(10);

  /** How long a consumer may take to say goodbye to its brokers. */
  static final Duration CLOSE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LaneTurns.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** How many consumers may be replaced as stale before one has settled. */
  private static final int EVERY_DAYS_WORK = 5;

  /** A consumer that lived for this long is past what its brokers could have against it. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  private record Consuming(Consumer<byte[], byte[]> consumer, LaneLoop loop, long sinceNanos) {}

  private final String name;
  private final SourceEngine engine;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final TopicSight sight;
  private final LaneSurroundings around;
  private final Backoff backoff;
  private final LaneNotes notes;

  private volatile @Nullable Consuming consuming;
  private volatile boolean woken;
  private @Nullable Throwable failure;
  private int staleInARow;

  /**
   * @param name the lane's name: its source, a hyphen and a number
   * @param consumers gives a new consumer, which the lane closes
   */
  LaneTurns(
      String name,
      SourceEngine engine,
      Supplier<Consumer<byte[], byte[]>> consumers,
      TopicSight sight,
      LaneSurroundings around) {
    this.name = name;
    this.engine = engine;
    this.consumers = consumers;
    this.sight = sight;
    this.around = around;
    this.backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, around.random());
    this.notes = LaneNotes.of(name, around.tuning(), around.ticker());
  }

  /**
   * One turn.
   *
   * @param patience how long it waits for records where there are none
   * @param afterwards what else is done with the loop, as a part of the turn
   * @return how long to pause before the next one: longer than 0 where its consumer failed
   */
  Duration turn(Duration patience, java.util.function.Consumer<LaneLoop> afterwards) {
    try {
      Consuming now = consuming;
      if (now == null) {
        now = begin();
      }
      now.loop().turn(patience);
      afterwards.accept(now.loop());
      if (around.ticker().getAsLong() - now.sinceNanos() > SETTLED.toNanos()) {
        failure = null;
        staleInARow = 0;
        backoff.reset();
      }
      return Duration.ZERO;
    } catch (WakeupException e) {
      LOG.debug(
          woken ? "{} was woken up to stop" : "{} goes on: its consumer broke its wait off", name);
      return Duration.ZERO;
    } catch (StaleConsumer e) {
      return replaceTheStale(e);
    } catch (RuntimeException | Error e) {
      failure = e;
      letGoOfTheFailed();
      return backoff.next();
    }
  }

  /**
   * Once is every day's work, and goes on at once. Where it goes on and on, no consumer gets
   * anywhere: then it is a failure like any other.
   */
  private Duration replaceTheStale(StaleConsumer e) {
    LOG.info("{} takes a new consumer: {}", name, e.getMessage());
    staleInARow++;
    letGoOfTheFailed();
    if (staleInARow <= EVERY_DAYS_WORK) {
      return Duration.ZERO;
    }
    failure = e;
    return backoff.next();
  }

  private Consuming begin() {
    Consumer<byte[], byte[]> fresh = consumers.get();
    LaneLoop loop = new LaneLoop(notes, engine, fresh, sight, around);
    Consuming begun = new Consuming(fresh, loop, around.ticker().getAsLong());
    consuming = begun; // whatever happens to it from here on, it is closed
    fresh.subscribe(List.of(engine.topic()), loop.listener());
    return begun;
  }

  private void letGoOfTheFailed() {
    try {
      letGo();
    } catch (RuntimeException | Error closing) {
      LOG.debug("{} couldn't close a consumer that had failed", name, closing);
    }
  }

  /** Why the last consumer failed; null where none did, or a later one has settled. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Ends the turn that waits for records, from any thread. */
  void wakeUp() {
    Consuming now = consuming;
    woken = true;
    if (now != null) {
      now.consumer().wakeup();
    }
  }

  /** Hands over what is counted, waits for the writer's answers, and lets go of the consumer. */
  void finish() throws InterruptedException {
    Consuming last = consuming;
    try {
      if (last != null) {
        last.loop().finish(around.ticker().getAsLong() + FINISH.toNanos());
      }
    } finally {
      letGo();
    }
  }

  /** The beginning of {@link #finish}, which waits for nothing. */
  void sealRest() {
    Consuming last = consuming;
    if (last != null) {
      last.loop().sealRest();
    }
  }

  /** Goes on with what is sealed, without waiting; whether there is more to come. */
  boolean settles() {
    Consuming last = consuming;
    return last != null && last.loop().settles();
  }

  /** Closes the consumer; what isn't written is read again from where the store stands. */
  void letGo() {
    Consuming ended = consuming;
    consuming = null;
    if (ended != null) {
      ended.loop().abandon(); // before it closes: its callbacks must find nothing to hand over
      ended.consumer().close(CloseOptions.timeout(CLOSE));
    }
  }

  /** How the lane stands now. */
  LaneStatus status() {
    Consuming now = consuming;
    return now == null
        ? new LaneStatus(name, engine.source(), List.of(), false, "")
        : now.loop().status(name, "");
  }
}
