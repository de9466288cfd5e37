package io.tallyman.simulate;

import io.tallyman.consume.StartFrom;
import io.tallyman.simulate.kafka.GroupProtocol;
import java.util.List;

/**
 * A schedule before it runs: how much there is of everything, and what goes wrong when. A seed
 * gives one, and shrinking takes away from it.
 *
 * @param seed what all lots are drawn from while it runs
 * @param group how the lanes share the partitions
 * @param size how much there is of everything
 * @param feed how long the sending takes, in nanoseconds
 * @param faults what goes wrong, in the order of time
 */
record Plan(long seed, Group group, Size size, long feed, List<Fault> faults) {

  /**
   * How the lanes share the partitions.
   *
   * @param protocol how the group is coordinated
   * @param members whether lanes keep their names when their host starts again
   * @param start where the source starts at its very first start
   */
  record Group(GroupProtocol protocol, Members members, StartFrom start) {
    static final Group SIMPLEST =
        new Group(GroupProtocol.CONSUMER, Members.DYNAMIC, new StartFrom.Earliest());
  }

  /** How much there is of everything. */
  record Size(int hosts, int lanes, int partitions, int records) {
    boolean isSomething() {
      return hosts > 0 && lanes > 0 && partitions > 0 && records > 0;
    }
  }

  /** Whether lanes keep their names when their host starts again. */
  enum Members {
    STATIC,
    DYNAMIC
  }

  Plan {
    faults = List.copyOf(faults);
  }

  Plan with(List<Fault> others) {
    return new Plan(seed, group, size, feed, others);
  }

  Plan with(Group other) {
    return new Plan(seed, other, size, feed, faults);
  }

  Plan with(Size other) {
    return new Plan(seed, group, other, feed, faults);
  }

  /** One line for what there is, and one for each fault. */
  String describe() {
    StringBuilder text =
        new StringBuilder(
            "seed %d: %s, %s, %d ms of sending%n".formatted(seed, group, size, feed / 1_000_000));
    faults.forEach(fault -> text.append("  %8.3f ms  %s%n".formatted(fault.at() / 1e6, fault)));
    return text.toString();
  }
}
