package io.tallyman.ctl;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a host was behind, and with what, at one moment of its own.
 *
 * @param at when, by the host's clock
 * @param partitions what it counts, paused partitions left out
 * @param records by how many records all of these are behind together
 * @param seconds by how much time the worst of them is
 */
record LagMark(Instant at, Set<String> partitions, long records, long seconds) {

  /** Lag is a saw: it grows until a flush. Looks that are closer to each other tell nothing. */
  private static final Duration FAR_APART = Duration.ofSeconds(15);

  LagMark {
    partitions = Set.copyOf(partitions);
  }

  static LagMark of(ShownStatus status) {
    Set<String> names = new TreeSet<>();
    long records = 0;
    long seconds = 0;
    for (ShownStatus.Held each : status.held()) {
      if (!each.isPaused()) {
        names.add(each.name());
        records += each.lag();
        // What isn't known is as bad as can be.
        seconds = Math.max(seconds, each.node().path("lag_seconds").asLong(Long.MAX_VALUE));
      }
    }
    return new LagMark(Instant.parse(status.text("now")), names, records, seconds);
  }

  /** Whether enough time has passed since this one, with the same partitions, to compare them. */
  boolean isComparable(LagMark later) {
    return partitions.equals(later.partitions)
        && Duration.between(at, later.at).compareTo(FAR_APART) >= 0;
  }

  /** Whether the host has come closer to the logs' ends since this one. */
  boolean isCloser(LagMark later) {
    return isComparable(later) && later.records < records && later.seconds < seconds;
  }
}
