package io.tallyman.consume;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer thread of a source. When its consumer fails for good it takes a new one, after a
 * pause: nothing ends the thread but {@link #stop}.
 */
public final class Lane implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration FINISH = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** A consumer that lived for this long is past what its brokers could have against it. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  /** How old {@link #status} may be: looking at every partition costs more than a quick poll. */
  private static final Duration STATUS_PERIOD = Duration.ofMillis(200);

  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  private final String name;
  private final SourceEngine engine;
  private final ConsumerProperties properties;
  private final TopicWatch watch;
  private final LaneSurroundings around;

  private final PartThread thread;
  private volatile LaneStatus status;
  private volatile String lastError = "";
  private volatile String stalled = "";
  private volatile long lastTurn;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * @param name the lane's name: its source, a hyphen and a number
   */
  public Lane(
      String name,
      SourceEngine engine,
      ConsumerProperties properties,
      TopicWatch watch,
      LaneSurroundings around) {
    this.name = name;
    this.engine = engine;
    this.properties = properties;
    this.watch = watch;
    this.around = around;
    this.thread = new PartThread("lane-" + name, this::run);
    this.status = new LaneStatus(name, engine.source(), List.of(), false, "");
  }

  @Override
  public String name() {
    return "lane-" + name;
  }

  @Override
  public List<String> needs() {
    return List.of("writer", watch.name());
  }

  /** How the lane stood a moment ago. */
  public LaneStatus status() {
    return status;
  }

  @Override
  public void start() {
    lastTurn = around.ticker().getAsLong();
    thread.start();
  }

  private void run() throws InterruptedException {
    Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, around.random());
    do {
      consume(backoff);
    } while (thread.pause(backoff.next()));
  }

  /** Consumes until the consumer fails or the lane is stopped. */
  private void consume(Backoff backoff) throws InterruptedException {
    Map<String, Object> settings = properties.consumer(engine.source(), name);
    try {
      Consumer<byte[], byte[]> fresh = new KafkaConsumer<>(settings);
      LaneLoop loop = new LaneLoop(name, engine, fresh, watch, around);
      consumer = fresh;
      try {
        fresh.subscribe(List.of(engine.topic()), loop.listener());
        turnUntilStopped(loop, backoff);
        loop.finish(around.ticker().getAsLong() + FINISH.toNanos());
      } finally {
        consumer = null;
        loop.abandon(); // before the consumer closes: its callbacks must find nothing to hand over
        fresh.close(CloseOptions.timeout(CLOSE));
      }
    } catch (RuntimeException | Error e) {
      lastError = new ConsumerTrouble(settings).explain(e);
      status = new LaneStatus(name, engine.source(), List.of(), false, lastError);
      LOG.warn("{} takes a new consumer, because the last one failed: {}", name, lastError, e);
    }
  }

  private void turnUntilStopped(LaneLoop loop, Backoff backoff) {
    long began = around.ticker().getAsLong();
    long told = began - STATUS_PERIOD.toNanos();
    try {
      while (thread.goesOn()) {
        loop.turn(PATIENCE);
        lastTurn = around.ticker().getAsLong();
        if (lastTurn - began > SETTLED.toNanos()) {
          lastError = "";
          backoff.reset();
        }
        if (lastTurn - told >= STATUS_PERIOD.toNanos()) {
          told = lastTurn;
          stalled = loop.stalled();
          status = loop.status(name, lastError);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("{} was woken up to stop", name);
    }
  }

  @Override
  public void stopSoon() {
    thread.askToStop();
    Consumer<byte[], byte[]> polling = consumer;
    if (polling != null) {
      polling.wakeup();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    if (thread.goesOn()) {
      stopSoon();
    }
    thread.awaitEnd(FINISH.plus(CLOSE));
    stalled = "";
    status = new LaneStatus(name, engine.source(), List.of(), false, "");
  }

  @Override
  public Check check() {
    LaneStatus now = status;
    if (!lastError.isEmpty()) {
      return new Check.Unwell(lastError);
    }
    if (thread.hasDied()) {
      return new Check.Unwell("the thread of lane " + name + " has ended; restart the service");
    }
    for (PartitionStatus partition : now.partitions()) {
      if (partition.state() == PartitionStatus.State.STOPPED) {
        return new Check.Unwell(partition.cause());
      }
    }
    if (around.ticker().getAsLong() - lastTurn > STANDSTILL.toNanos()) {
      return new Check.Unwell(
          "the poll loop of lane " + name + " stands still; take a thread dump (/threads)");
    }
    if (!stalled.isEmpty()) {
      return new Check.Unwell(stalled);
    }
    long paused =
        now.partitions().stream()
            .filter(each -> each.state() == PartitionStatus.State.PAUSED)
            .count();
    return paused == 0
        ? Check.well()
        : new Check.Well(paused + " partitions are paused by an operator");
  }
}
