package io.tallyman.simulate;

import io.tallyman.consume.FlushSettings;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.SimulatedHost;
import io.tallyman.rollup.RollupStore;
import io.tallyman.store.StoredPosition;
import io.tallyman.store.TransactionalRollupStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;

/** The hosts of a schedule: they start, are turned, stall, die, leave and come again. */
final class Fleet {

  private static final FlushSettings FLUSH = new FlushSettings(Duration.ofMillis(50), 40, 1 << 20);
  private static final long MILLI = 1_000_000;
  private static final long SHORTEST_GAP = 4 * MILLI;
  private static final long LONGEST_GAP = 30 * MILLI;
  private static final long BEAT = 150 * MILLI;
  private static final long GLANCE = 3 * MILLI;
  private static final Duration QUICK_SIGHT = Duration.ofMillis(5);
  private static final long FOREVER = 3_600_000 * MILLI;
  private static final long LONGEST_UNNOTICED = 1_000 * MILLI;

  /** A process of a host. */
  private static final class Running {
    private final int process;
    private final String name;
    private final SimulatedHost host;
    private boolean leaving;
    private long hangsUntil;
    private int pauses;

    Running(int process, String name, SimulatedHost host) {
      this.process = process;
      this.name = name;
      this.host = host;
    }
  }

  private final Plan plan;
  private final Stage stage;
  private final Scheduler scheduler;
  private final SplittableRandom random;
  private final TreeMap<Integer, Running> running = new TreeMap<>();
  private int processes;

  Fleet(Plan plan, Stage stage, SplittableRandom random) {
    this.plan = plan;
    this.stage = stage;
    this.scheduler = stage.scheduler();
    this.random = random;
  }

  // ---- a process, and what it does by itself

  /** A host starts, unless it runs. */
  void start(int slot) {
    if (running.containsKey(slot)) {
      return;
    }
    int process = ++processes;
    String name = "host-" + slot + "/" + process;
    stage.note(name, () -> "starts");
    Running started = new Running(process, name, host(slot, name));
    running.put(slot, started);
    for (int lane = 0; lane < started.host.lanes(); lane++) {
      turnLane(started, lane);
    }
    beat(started);
    scheduler.start(process, () -> enroll(started));
    scheduler.start(process, () -> write(started));
  }

  private SimulatedHost host(int slot, String name) {
    RollupStore store =
        new WatchedStore(
            new TransactionalRollupStore(stage.database().connect(name), "the simulation"),
            what -> stage.note(name, what),
            scheduler::fail,
            stage.reporting());
    String instance = plan.group().members() == Plan.Members.STATIC ? "static-" + slot : null;
    return new SimulatedHost(
        new SimulatedHost.Setup(name, plan.size().lanes(), instance, FLUSH, plan.group().start()),
        new SimulatedHost.World(
            stage.group(),
            stage.orders().engine(),
            store,
            stage.clock(),
            scheduler::nanos,
            random.split()));
  }

  private void turnLane(Running of, int lane) {
    if (of.leaving) {
      return;
    }
    if (scheduler.nanos() < of.hangsUntil) {
      scheduler.after(of.hangsUntil - scheduler.nanos(), of.process, () -> turnLane(of, lane));
      return;
    }
    List<PartitionStatus> before = of.pauses > 0 ? of.host.partitions() : List.of();
    Duration pause = of.host.turnLane(lane);
    before.forEach(each -> checkThatItRests(of, each));
    Throwable failure = of.host.failure(lane);
    if (failure != null && !isOfStaticMembers(failure)) {
      scheduler.fail(
          new Violation(Violation.kinds(failure), of.name + " lane " + lane + " failed", failure));
    }
    long gap = random.nextLong(SHORTEST_GAP, LONGEST_GAP);
    scheduler.after(pause.toNanos() + gap, of.process, () -> turnLane(of, lane));
  }

  /** What is paused isn't read, though it may be given to another or claimed anew. */
  private void checkThatItRests(Running of, PartitionStatus before) {
    for (PartitionStatus now : of.host.partitions()) {
      boolean same =
          now.partition().equals(before.partition()) && now.ownerEpoch() == before.ownerEpoch();
      if (same
          && before.state() == PartitionStatus.State.PAUSED
          && now.state() == PartitionStatus.State.PAUSED
          && now.position() > before.position()) {
        scheduler.fail(
            new Violation(
                "a paused partition is read", of.name + " reads " + now + " though it is paused"));
      }
    }
  }

  /** Two processes of one name: the brokers keep one of them waiting, or put it out. */
  private static boolean isOfStaticMembers(Throwable failure) {
    return failure instanceof FencedInstanceIdException
        || failure instanceof UnreleasedInstanceIdException;
  }

  private void beat(Running of) {
    of.host.heartbeat();
    scheduler.after(BEAT, of.process, () -> beat(of));
  }

  private void enroll(Running of) {
    while (!of.host.isEnrolled()) {
      of.host.turnSight();
      scheduler.pause(GLANCE);
    }
    look(of);
  }

  private void look(Running of) {
    if (of.host.sightIsDue()) {
      of.host.turnSight();
    }
    scheduler.after(random.nextLong(GLANCE), of.process, () -> look(of));
  }

  private void write(Running of) {
    while (true) {
      scheduler.await("task", of.host::hasTask, FOREVER);
      Duration pause = of.host.turnWriter();
      if (pause != null) {
        scheduler.pause(pause.toNanos());
      }
    }
  }

  // ---- what is done to it

  /** Something happens to a host, if it runs just now. */
  void happen(Fault.OfHost fault) {
    Running there = running.get(fault.host());
    if (there == null) {
      return;
    }
    if (fault instanceof Fault.Stall stall) {
      scheduler.stall(there.process, stall.nanos());
    } else if (fault instanceof Fault.Hang hang) {
      there.hangsUntil = Math.max(there.hangsUntil, scheduler.nanos() + hang.nanos());
    } else if (fault instanceof Fault.Crash crash) {
      crash(crash, there);
    } else if (fault instanceof Fault.Leave leave) {
      leave(leave, there);
    } else if (fault instanceof Fault.Pause pause) {
      pause(pause, there);
    } else if (fault instanceof Fault.CutOff cut) {
      there.host.setCutOff(true);
      scheduler.after(cut.nanos(), Scheduler.WORLD, () -> there.host.setCutOff(false));
    } else if (fault instanceof Fault.SlowSight slow) {
      there.host.setSlowness(Duration.ofNanos(slow.nanos()));
    }
  }

  /** It dies in the middle of an exchange with the database, or after a moment without any. */
  private void crash(Fault.Crash fault, Running there) {
    Runnable end = () -> end(fault.host(), there, fault.back());
    stage.weather().doom(there.name, fault.steps(), () -> scheduler.after(0, Scheduler.WORLD, end));
    scheduler.after(LONGEST_GAP * 4, Scheduler.WORLD, end);
  }

  private void end(int slot, Running of, long back) {
    if (running.get(slot) == of) {
      stage.note(of.name, () -> "is gone");
      running.remove(slot);
      scheduler.kill(of.process);
      stage
          .database()
          .killHost(of.name, random.nextBoolean() ? 0 : random.nextLong(LONGEST_UNNOTICED));
      scheduler.after(back, Scheduler.WORLD, () -> start(slot));
    }
  }

  private void leave(Fault.Leave fault, Running there) {
    if (!there.leaving) {
      there.leaving = true;
      there.host.beginToStop();
      settle(fault, there);
    }
  }

  private void settle(Fault.Leave fault, Running of) {
    if (of.host.stops()) {
      scheduler.after(GLANCE, of.process, () -> settle(fault, of));
    } else {
      end(fault.host(), of, fault.back());
    }
  }

  private void pause(Fault.Pause fault, Running there) {
    OptionalInt partition =
        fault.partition() < 0 ? OptionalInt.empty() : OptionalInt.of(fault.partition());
    there.pauses++;
    there.host.toggles().pause(Orders.SOURCE, partition, "simulated");
    scheduler.after(
        fault.nanos(),
        Scheduler.WORLD,
        () -> {
          there.pauses--;
          there.host.toggles().resume(Orders.SOURCE, partition);
        });
  }

  /** No host is cut off any more, and all see well; what holds one up ends by itself. */
  void heal() {
    for (Running each : running.values()) {
      each.host.setCutOff(false);
      each.host.setSlowness(QUICK_SIGHT);
    }
  }

  // ---- how it stands

  /** Whether every host runs, none is on its way out, and nothing holds one up. */
  boolean isComplete() {
    return running.size() == plan.size().hosts()
        && running.values().stream().noneMatch(each -> each.leaving || isHeldUp(each));
  }

  private boolean isHeldUp(Running host) {
    return scheduler.isStalled(host.process) || host.hangsUntil > scheduler.nanos();
  }

  /** Whether no host holds anything that isn't written. */
  boolean isIdle() {
    return running.values().stream().allMatch(each -> each.host.bytesHeld() == 0);
  }

  /** Whether each partition of the topic is being counted by the lane that owns it. */
  boolean countsAll() {
    List<PartitionStatus> held = partitions();
    Set<Integer> counted = new HashSet<>();
    for (StoredPosition position : stage.database().contents().positions()) {
      held.stream()
          .filter(each -> each.state() == PartitionStatus.State.COUNTING)
          .filter(each -> each.partition().equals(position.partition()))
          .filter(each -> each.ownerEpoch() == position.ownerEpoch())
          .forEach(each -> counted.add(each.partition().number()));
    }
    return counted.size() == stage.topic().partitions();
  }

  /** How each partition stands, host by host. */
  List<PartitionStatus> partitions() {
    List<PartitionStatus> partitions = new ArrayList<>();
    running.values().forEach(each -> partitions.addAll(each.host.partitions()));
    return partitions;
  }
}
