package io.tallyman.consume;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.rollup.RollupStore;
import io.tallyman.simulate.kafka.SimulatedConsumer;
import io.tallyman.simulate.kafka.SimulatedGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One process of the service without its threads: the real lanes and the real writer, on a
 * simulated group and whatever store it is given. Whoever has it turns it; nothing happens by
 * itself, and only {@link #turnWriter} and {@link #turnSight} call the store. A process that is
 * killed isn't turned any more, and doesn't notice.
 */
public final class SimulatedHost {

  /**
   * How a host is set up.
   *
   * @param name for people to read, and what it claims under
   * @param lanes how many consumers it has
   * @param instanceId of static members, one per lane is derived from it; null for dynamic ones
   * @param flush when batches are handed over
   * @param startFrom where the source starts at its very first start: earliest or latest
   */
  public record Setup(
      String name,
      int lanes,
      @Nullable String instanceId,
      FlushSettings flush,
      StartFrom startFrom) {}

  /**
   * What a host finds around it.
   *
   * @param group the consumer group of its source
   * @param engine what it counts
   * @param store where it writes
   * @param clock the time of day
   * @param ticker the virtual time, in nanoseconds
   * @param random the seed's
   */
  public record World(
      SimulatedGroup group,
      SourceEngine engine,
      RollupStore store,
      Clock clock,
      LongSupplier ticker,
      RandomGenerator random) {}

  /** A lane, and the consumer that it has now. */
  private final class SimulatedLane {
    final LaneTurns turns;
    @Nullable SimulatedConsumer consumer;

    SimulatedLane(String name, @Nullable String instanceId, LaneSurroundings around) {
      turns =
          new LaneTurns(
              name,
              world.engine(),
              () -> {
                SimulatedConsumer fresh = new SimulatedConsumer(world.group(), name, instanceId);
                fresh.setCutOff(cutOff);
                consumer = fresh;
                return fresh;
              },
              sight,
              around);
    }
  }

  private final World world;
  private final SimulatedSight sight;
  private final OperatorToggles toggles = new OperatorToggles();
  private final MemoryBudget budget;
  private final Writer.Shift shift;
  private final List<SimulatedLane> lanes = new ArrayList<>();
  private boolean cutOff;
  private long stopsAtNanos;

  public SimulatedHost(Setup setup, World world) {
    this.world = world;
    this.sight =
        new SimulatedSight(
            new SimulatedSight.Eyes(
                world.engine().source(),
                world.group().topic(),
                setup.startFrom(),
                world.store(),
                world.clock(),
                world.ticker(),
                world.random()));
    this.budget = new MemoryBudget(setup.flush().memoryBytes());
    ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
    Writer writer =
        new Writer(world.store(), setup.name(), metrics, world.ticker(), world.random());
    this.shift = writer.new Shift();
    LaneSurroundings around =
        new LaneSurroundings(
            writer,
            toggles.applied(),
            new RollupToggles(),
            new LaneTuning(LaneValues.of(setup.flush())),
            budget,
            metrics,
            world.clock(),
            world.ticker(),
            world.random());
    for (int i = 0; i < setup.lanes(); i++) {
      String instance = setup.instanceId() == null ? null : setup.instanceId() + "-" + i;
      lanes.add(new SimulatedLane(setup.name() + "-" + i, instance, around));
    }
  }

  // ---- what turns it

  public int lanes() {
    return lanes.size();
  }

  /**
   * One turn of a lane; waits for nothing.
   *
   * @return how long it wants to pause before the next one: longer than 0 where its consumer failed
   */
  public Duration turnLane(int lane) {
    return lanes.get(lane).turns.turn(Duration.ZERO, loop -> {});
  }

  /**
   * The writer tries its oldest task once, in which it may wait for the store.
   *
   * @return how long it wants to pause before the next turn; null where there is no task
   */
  public @Nullable Duration turnWriter() {
    return shift.turn();
  }

  /** Whether {@link #turnWriter} finds a task. */
  public boolean hasTask() {
    return !shift.isIdle();
  }

  /** Whether the source has its first positions, as far as this host knows. */
  public boolean isEnrolled() {
    return sight.isEnrolled();
  }

  /** Looks at the topic, or hears what was seen; the first time it may wait for the store. */
  public void turnSight() {
    sight.turn();
  }

  /** Whether {@link #turnSight} has something to do. */
  public boolean sightIsDue() {
    return sight.isDue();
  }

  /**
   * What the clients do in the background while the process runs, though a lane may hang: about
   * once a second.
   */
  public void heartbeat() {
    for (SimulatedLane lane : lanes) {
      if (lane.consumer != null) {
        lane.consumer.heartbeat();
      }
    }
  }

  // ---- what happens to it

  /** No broker can be reached from here, or all of them again. */
  public void setCutOff(boolean cutOff) {
    this.cutOff = cutOff;
    sight.setCutOff(cutOff);
    for (SimulatedLane lane : lanes) {
      if (lane.consumer != null) {
        lane.consumer.setCutOff(cutOff);
      }
    }
  }

  /** How long each half of a question about the topic takes at most. */
  public void setSlowness(Duration slowness) {
    sight.setSlowness(slowness);
  }

  /** What its operator holds back. */
  public OperatorToggles toggles() {
    return toggles;
  }

  /** It is asked to stop: its lanes hand over what they have, and are turned no more. */
  public void beginToStop() {
    stopsAtNanos = world.ticker().getAsLong() + LaneTurns.FINISH.toNanos();
    lanes.forEach(lane -> lane.turns.sealRest());
  }

  /**
   * Goes on with stopping; each lane says goodbye once it has no more to wait for, or at the end of
   * its patience. Writer and sight are turned meanwhile.
   *
   * @return whether a lane is still there
   */
  public boolean stops() {
    boolean over = world.ticker().getAsLong() >= stopsAtNanos;
    boolean more = false;
    for (SimulatedLane lane : lanes) {
      if (!over && lane.turns.settles()) {
        more = true;
      } else {
        lane.turns.letGo();
      }
    }
    return more;
  }

  // ---- how it stands

  /** How each partition stands that a lane has. */
  public List<PartitionStatus> partitions() {
    List<PartitionStatus> partitions = new ArrayList<>();
    lanes.forEach(lane -> partitions.addAll(lane.turns.status().partitions()));
    return partitions;
  }

  /**
   * Why a lane's last consumer failed; null where it goes well. That one consumer after the other
   * is stale is the world's fault, where a topic is made anew every other second.
   */
  public @Nullable Throwable failure(int lane) {
    Throwable failure = lanes.get(lane).turns.failure();
    return failure instanceof StaleConsumer ? null : failure;
  }

  /** How many bytes its batches hold: 0 once all is written. */
  public long bytesHeld() {
    return budget.used();
  }
}
