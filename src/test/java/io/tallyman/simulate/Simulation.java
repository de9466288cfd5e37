package io.tallyman.simulate;

import io.tallyman.consume.PartitionStatus;
import io.tallyman.simulate.database.CommittedRows;
import io.tallyman.simulate.database.RecordedLoss;
import io.tallyman.simulate.database.SimulatedDatabase;
import io.tallyman.simulate.kafka.Chance;
import io.tallyman.simulate.kafka.GroupSettings;
import io.tallyman.simulate.kafka.SimulatedGroup;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One schedule: hosts count what is sent while the plan's faults come over them; then all is made
 * well again, everything has to be counted within a minute and a half, and what is stored is
 * compared with a recount of the logs.
 */
final class Simulation {

  private static final long MILLI = 1_000_000;
  private static final long PATIENCE = 90_000 * MILLI;
  private static final long LOOK = 250 * MILLI;
  private static final int QUIET_LOOKS = 3;
  private static final SimulatedDatabase.Waits WAITS =
      new SimulatedDatabase.Waits(Duration.ofMillis(400), Duration.ofSeconds(3));

  private final Plan plan;
  private final Stage stage;
  private final Scheduler scheduler;
  private final Fleet fleet;
  private final Feed feed;
  private final Servers servers;
  private final Operator operator;
  private final SplittableRandom random;

  private Simulation(Plan plan, Orders orders, StrandPool pool, History history) {
    this.plan = plan;
    this.random = new SplittableRandom(~PlanDrawing.mixed(plan.seed()));
    this.scheduler = new Scheduler(random.nextLong(), pool);
    SimulatedTopic topic = new SimulatedTopic(Orders.TOPIC, plan.size().partitions());
    GroupSettings settings =
        new GroupSettings(
            plan.group().protocol(),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(3),
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            1 + random.nextInt(40));
    SimulatedGroup group =
        new SimulatedGroup(
            topic,
            settings,
            scheduler::nanos,
            new Chance(random.split(), (who, what) -> history.note(scheduler.nanos(), who, what)));
    Weather weather = new Weather(random.split(), scheduler);
    this.stage =
        new Stage(
            orders,
            scheduler,
            clock(),
            topic,
            group,
            weather,
            new SimulatedDatabase(scheduler, weather, WAITS),
            new HashSet<>(),
            history);
    this.fleet = new Fleet(plan, stage, random.split());
    this.feed = new Feed(scheduler, topic, random.split());
    this.servers = new Servers(stage, feed, random.split(), this::standsStill);
    this.operator = new Operator(stage, feed);
  }

  private Clock clock() {
    InstantSource source =
        () -> Instant.ofEpochMilli(Order.RECORD_MILLIS).plusNanos(scheduler.nanos());
    return source.withZone(ZoneOffset.UTC);
  }

  /**
   * Plays a plan.
   *
   * @throws AssertionError when a promise is broken
   */
  static void play(Plan plan, Orders orders, StrandPool pool, History history) {
    play(plan, orders, pool, history, stage -> {});
  }

  /**
   * Plays a plan, and lets something happen to its stage before that is checked.
   *
   * @throws AssertionError when a promise is broken
   */
  static void play(
      Plan plan, Orders orders, StrandPool pool, History history, Consumer<Stage> afterwards) {
    Simulation simulation = new Simulation(plan, orders, pool, history);
    try {
      simulation.play(afterwards);
    } finally {
      simulation.scheduler.close();
    }
  }

  private void play(Consumer<Stage> afterwards) {
    for (int host = 0; host < plan.size().hosts(); host++) {
      int slot = host;
      scheduler.after(random.nextLong(200 * MILLI), Scheduler.WORLD, () -> fleet.start(slot));
    }
    feed.begin(plan.size().records(), plan.feed());
    long end = plan.feed();
    for (Fault fault : plan.faults()) {
      scheduler.after(fault.at(), Scheduler.WORLD, () -> happen(fault));
      end = Math.max(end, fault.at());
    }
    scheduler.runUntil(end + MILLI);
    stage.note("world", () -> "no more faults");
    servers.heal();
    fleet.heal();
    awaitQuiet();
    afterwards.accept(stage);
    new Checker(stage, feed.sent()).check();
  }

  private void happen(Fault fault) {
    stage.note("world", fault::toString);
    if (fault instanceof Fault.OfHost ofHost) {
      fleet.happen(ofHost);
    } else if (fault instanceof Fault.OfDatabase ofDatabase) {
      servers.happen(ofDatabase);
    } else if (fault instanceof Fault.OfBrokers ofBrokers) {
      servers.happen(ofBrokers);
    } else if (fault instanceof Fault.Answer) {
      operator.answerLosses();
    }
  }

  /** Whether nobody could notice that the log of a partition is cut off now. */
  private boolean standsStill(int partition) {
    CommittedRows stored = stage.database().contents();
    boolean open =
        stored.losses().stream()
            .filter(each -> each.state() == RecordedLoss.State.OPEN)
            .anyMatch(each -> each.loss().partition().number() == partition);
    boolean epochless =
        stored.positions().stream()
            .filter(each -> each.partition().number() == partition)
            .anyMatch(each -> each.leaderEpoch().isEmpty());
    return open
        || epochless
        || stage.reporting().stream().anyMatch(each -> each.number() == partition)
        || fleet.partitions().stream()
            .filter(each -> each.partition().number() == partition)
            .anyMatch(Simulation::isHeld);
  }

  private static boolean isHeld(PartitionStatus status) {
    return status.state() == PartitionStatus.State.STOPPED
        || (status.state() == PartitionStatus.State.CLAIMING
            && status.cause().contains("it is being looked into"));
  }

  /** Ends when all has been quiet for a while: a lane that has just begun may yet find a loss. */
  private void awaitQuiet() {
    long deadline = scheduler.nanos() + PATIENCE;
    int quiet = 0;
    while (quiet < QUIET_LOOKS) {
      if (scheduler.nanos() > deadline) {
        throw new Violation(
            "there is no end",
            "a minute and a half after the last fault there is no end: "
                + fleet.partitions()
                + " "
                + stage.database().contents().positions());
      }
      operator.answerLosses();
      scheduler.runUntil(scheduler.nanos() + LOOK);
      quiet = isQuiet() ? quiet + 1 : 0;
    }
  }

  /** Everything is counted, and nobody has anything more in hand. */
  private boolean isQuiet() {
    return fleet.isComplete() && fleet.isIdle() && fleet.countsAll() && operator.isContent();
  }
}
