package io.tallyman.simulate;

import java.util.List;

/**
 * A schedule before it runs: how much there is of everything, and what goes wrong when. A seed
 * gives one, and shrinking takes away from it.
 *
 * @param seed what all lots are drawn from while it runs
 * @param protocol how the group is coordinated
 * @param hosts how many hosts there are
 * @param lanes how many lanes each has
 * @param partitions how many partitions the topic begins with
 * @param records how many records are sent
 * @param members whether the lanes are static members
 * @param feed how long the sending takes, in nanoseconds
 * @param faults what goes wrong, in the order of time
 */
record Plan(
    long seed,
    Protocol protocol,
    int hosts,
    int lanes,
    int partitions,
    int records,
    Members members,
    long feed,
    List<Fault> faults) {

  /** How a group is coordinated. */
  enum Protocol {
    CONSUMER,
    CLASSIC_COOPERATIVE,
    CLASSIC_EAGER
  }

  /** Whether lanes keep their names when their host starts again. */
  enum Members {
    STATIC,
    DYNAMIC
  }

  Plan {
    faults = List.copyOf(faults);
  }

  Plan withFaults(List<Fault> fewer) {
    return new Plan(seed, protocol, hosts, lanes, partitions, records, members, feed, fewer);
  }

  Plan withSize(int fewerHosts, int fewerLanes, int fewerPartitions, int fewerRecords) {
    return new Plan(
        seed,
        protocol,
        fewerHosts,
        fewerLanes,
        fewerPartitions,
        fewerRecords,
        members,
        feed,
        faults);
  }
}
