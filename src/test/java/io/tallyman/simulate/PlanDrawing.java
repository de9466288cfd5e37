package io.tallyman.simulate;

import io.tallyman.consume.StartFrom;
import io.tallyman.simulate.kafka.GroupProtocol;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws plans: how much there is of everything, and what goes wrong when. */
final class PlanDrawing {

  private static final long MILLI = 1_000_000;
  private static final long FEW_MORE = 500 * MILLI;
  private static final long MOMENT = 400 * MILLI;
  private static final int MOST_FAULTS = 10;
  private static final int KINDS_IN_SEASON = 3;

  private final SplittableRandom random;
  private final long seed;

  private PlanDrawing(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(mixed(seed));
  }

  /**
   * Neighbouring seeds have nothing in common (Stafford's variant 13 of MurmurHash3's finalizer).
   */
  static long mixed(long seed) {
    long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The plan of a seed; always the same. */
  static Plan of(long seed) {
    return new PlanDrawing(seed).draw();
  }

  private Plan draw() {
    int hosts = 1 + random.nextInt(3);
    int lanes = 1 + random.nextInt(2);
    int partitions = 1 + random.nextInt(4);
    int records = 20 + random.nextInt(180);
    long feed = (500 + random.nextInt(2_500)) * MILLI;
    List<Fault> faults = faults(hosts, partitions, feed);
    Plan.Size size = new Plan.Size(hosts, lanes, partitions, records);
    return new Plan(seed, group(), size, feed, faults);
  }

  private Plan.Group group() {
    GroupProtocol[] protocols = GroupProtocol.values();
    return new Plan.Group(
        protocols[random.nextInt(protocols.length)],
        random.nextInt(4) == 0 ? Plan.Members.STATIC : Plan.Members.DYNAMIC,
        random.nextInt(4) == 0 ? new StartFrom.Latest() : new StartFrom.Earliest());
  }

  /**
   * In half of the schedules only a few kinds of faults are in season, and in half they all come
   * within a moment: what goes wrong together does so more often then (Groce et al., "Swarm
   * Testing", ISSTA 2012).
   */
  private List<Fault> faults(int hosts, int partitions, long feed) {
    int number = random.nextInt(MOST_FAULTS + 1);
    long span = random.nextBoolean() ? feed + FEW_MORE : MOMENT;
    long from = random.nextLong(feed + FEW_MORE - span + 1);
    LongFunction<Fault> any = at -> fault(at, hosts, partitions);
    Set<Class<?>> season =
        Stream.generate(() -> any.apply(0).getClass())
            .limit(random.nextBoolean() ? KINDS_IN_SEASON : 0)
            .collect(Collectors.toSet());
    return Stream.generate(() -> any.apply(from + random.nextLong(span)))
        .filter(fault -> season.isEmpty() || season.contains(fault.getClass()))
        .limit(number)
        .sorted(Comparator.comparingLong(Fault::at))
        .toList();
  }

  private Fault fault(long at, int hosts, int partitions) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> ofHost(at, random.nextInt(hosts), partitions);
      case 3, 4, 5 -> ofDatabase(at);
      case 6 -> new Fault.Answer(at);
      default -> ofBrokers(at, random.nextInt(partitions));
    };
  }

  private Fault ofHost(long at, int host, int partitions) {
    return switch (random.nextInt(11)) {
      case 0, 1 -> new Fault.Stall(at, host, millis(50, 4_000));
      case 2 -> new Fault.Hang(at, host, millis(50, 6_000));
      case 3, 4, 5 -> new Fault.Crash(at, host, random.nextInt(30), millis(10, 2_500));
      case 6, 7 -> new Fault.Leave(at, host, millis(10, 2_500));
      case 8 -> new Fault.SlowSight(at, host, millis(5, 400));
      case 9 -> new Fault.CutOff(at, host, millis(50, 4_000));
      default -> new Fault.Pause(at, host, random.nextInt(partitions + 1) - 1, millis(50, 1_500));
    };
  }

  private Fault ofDatabase(long at) {
    return switch (random.nextInt(8)) {
      case 0 -> new Fault.DatabaseAway(at, millis(10, 2_000));
      case 1 -> new Fault.Failover(at, 1 + random.nextInt(6));
      case 2 -> new Fault.Restore(at, millis(10, 2_000));
      case 3 -> new Fault.ReadOnly(at, millis(10, 2_000));
      default -> new Fault.BadWire(at, millis(100, 2_000), 5 + random.nextInt(150));
    };
  }

  private Fault ofBrokers(long at, int partition) {
    return switch (random.nextInt(18)) {
      case 0, 1 -> new Fault.BrokersAway(at, millis(10, 2_000));
      case 2, 3, 4 -> new Fault.NewLeader(at, partition);
      case 5, 14, 15 -> new Fault.Truncation(at, partition, 1 + random.nextInt(10));
      case 6 -> new Fault.Retention(at, partition, 10 + random.nextInt(90));
      case 7, 8 -> new Fault.Compaction(at, partition, 5 + random.nextInt(50));
      case 9 -> new Fault.Recreation(at);
      case 10, 11 -> new Fault.MorePartitions(at, 1 + random.nextInt(2));
      case 12, 13 -> new Fault.Reshuffle(at);
      default -> new Fault.OpenTransaction(at, partition, millis(10, 1_000), random.nextBoolean());
    };
  }

  private long millis(int least, int most) {
    return (least + random.nextInt(most - least)) * MILLI;
  }
}
