package io.tallyman.consume;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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

  /** How old {@link #status} may be: looking at every partition costs more than a quick poll. */
  private static final Duration STATUS_PERIOD = Duration.ofMillis(200);

  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  /** All that a turn may wait for has a shorter limit than this. */
  private static final Duration HANGING = Duration.ofMinutes(5);

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
  private volatile @Nullable LaneTurns turns;
  private long told;

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
    this.thread = new PartThread("lane-" + name, this::runInContext);
    this.status = new LaneStatus(name, engine.source(), List.of(), false, "");
  }

  @Override
  public String name() {
    return "lane-" + name;
  }

  @Override
  public List<String> needs() {
    return List.of("writer", "settings", watch.name()); // what is paused is known before it begins
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

  private void runInContext() throws InterruptedException {
    LogContext lane = LogContext.ofLane(engine.source(), name);
    try {
      run();
    } finally {
      lane.leave();
    }
  }

  private void run() throws InterruptedException {
    Map<String, Object> settings = properties.consumer(engine.source(), name);
    LaneTurns fresh =
        new LaneTurns(name, engine, () -> new KafkaConsumer<>(settings), watch, around);
    turns = fresh;
    told = around.ticker().getAsLong() - STATUS_PERIOD.toNanos();
    try {
      while (thread.goesOn()) {
        lastTurn = around.ticker().getAsLong();
        Duration pause = fresh.turn(PATIENCE, this::tell);
        Throwable failure = fresh.failure();
        if (failure == null) {
          lastError = "";
        } else if (!pause.isZero()) {
          tellFailure(failure, new ConsumerTrouble(settings));
        }
        thread.pause(pause);
      }
      fresh.finish();
    } catch (RuntimeException | Error e) {
      LOG.warn("{} couldn't finish; the rest is read again", name, e);
    } finally {
      fresh.letGo();
    }
  }

  private void tell(LaneLoop loop) {
    long now = around.ticker().getAsLong();
    if (now - told >= STATUS_PERIOD.toNanos()) {
      told = now;
      stalled = loop.stalled();
      status = loop.status(name, lastError);
    }
  }

  private void tellFailure(Throwable failure, ConsumerTrouble trouble) {
    lastError = trouble.explain(failure);
    status = new LaneStatus(name, engine.source(), List.of(), false, lastError);
    LOG.warn("{} takes a new consumer, because the last one failed: {}", name, lastError, failure);
  }

  @Override
  public void stopSoon() {
    thread.askToStop();
    LaneTurns now = turns;
    if (now != null) {
      now.wakeUp();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    if (thread.goesOn()) {
      stopSoon();
    }
    thread.awaitEnd(LaneTurns.FINISH.plus(LaneTurns.CLOSE));
    stalled = "";
    status = new LaneStatus(name, engine.source(), List.of(), false, "");
  }

  @Override
  public Check check() {
    Duration still = Duration.ofNanos(around.ticker().getAsLong() - lastTurn);
    if (thread.hasDied()) {
      return new Check.Hung("the thread of lane " + name + " has ended; restart the service");
    }
    if (still.compareTo(HANGING) > 0) {
      return new Check.Hung(
          "lane %s hasn't come round for %d minutes; take a thread dump (/threads), then restart"
              .formatted(name, still.toMinutes()));
    }
    String trouble = trouble(still);
    return trouble.isEmpty()
        ? new Check.Well(String.join("; ", reservations()))
        : new Check.Unwell(trouble);
  }

  private String trouble(Duration still) {
    if (!lastError.isEmpty()) {
      return lastError;
    }
    for (PartitionStatus partition : status.partitions()) {
      if (partition.state() == PartitionStatus.State.STOPPED) {
        return partition.cause();
      }
    }
    return still.compareTo(STANDSTILL) > 0
        ? "the poll loop of lane " + name + " stands still; take a thread dump (/threads)"
        : stalled;
  }

  /** What operators have it leave undone. */
  private List<String> reservations() {
    List<String> said = new ArrayList<>();
    long paused =
        status.partitions().stream()
            .filter(each -> each.state() == PartitionStatus.State.PAUSED)
            .count();
    if (paused > 0) {
      said.add(paused + " partitions are paused by an operator");
    }
    around.rollups().list().stream()
        .filter(each -> each.paused() && leavesOut(each.rollup()))
        .forEach(each -> said.add(each.sentence()));
    Integer rate = around.tuning().values().eventsPerSecond().get(engine.source());
    if (rate != null) {
      said.add("this process reads at most " + rate + " records a second of the source");
    }
    return said;
  }

  private boolean leavesOut(String rollup) {
    return around.rollups().isPaused(rollup)
        && engine.rollups().stream().anyMatch(each -> each.id().name().equals(rollup));
  }
}
