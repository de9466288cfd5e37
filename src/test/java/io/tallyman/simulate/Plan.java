package io.tallyman.simulate;

import io.tallyman.simulate.kafka.GroupProtocol;
import java.util.List;

/**
 * A schedule before it runs: how much there is of everything, and what goes wrong when. A seed
 * gives one, and shrinking takes away from it.
 *
 * @param seed what all lots are drawn from while it runs
 * @param protocol how the group is coordinated
 * @param size how much there is of everything
 * @param members whether lanes keep their names when their host starts again
 * @param feed how long the sending takes, in nanoseconds
 * @param faults what goes wrong, in the order of time
 */
record Plan(
    long seed, GroupProtocol protocol, Size size, Members members, long feed, List<Fault> faults) {

  /** How much there is of everything. */
  record Size(int hosts, int lanes, int partitions, int records) {}

  /** Whether lanes keep their names when their host starts again. */
  enum Members {
    STATIC,
    DYNAMIC
  }

  Plan {
    faults = List.copyOf(faults);
  }

  Plan with(List<Fault> others) {
    return new Plan(seed, protocol, size, members, feed, others);
  }

  Plan with(Size other) {
    return new Plan(seed, protocol, other, members, feed, faults);
  }
}
