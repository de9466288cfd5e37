package io.tallyman.admin.health;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far every partition was behind over the last hour, as this process has seen it: a value every
 * thirty seconds, in memory, for as many partitions as fit. Thread-safe.
 */
public final class LagHistory {

  /** How far apart the values are, at least. */
  public static final Duration STEP = Duration.ofSeconds(30);

  /** Stands for a value that wasn't known. */
  public static final long UNKNOWN = -1;

  private static final int VALUES = 120;
  private static final int MOST_PARTITIONS = 1_000;

  /**
   * One partition's values.
   *
   * @param partition which partition
   * @param lags records that it was behind, or {@link #UNKNOWN}, one for each time
   */
  public record Series(SourcePartition partition, List<Long> lags) {}

  /**
   * All of it.
   *
   * @param times when the values were taken, the oldest first
   * @param series the partitions, in order
   * @param leftOut how many partitions had no room at the last of these times
   */
  public record Shown(List<Instant> times, List<Series> series, int leftOut) {}

  private final int mostPartitions;
  private final Deque<Instant> times = new ArrayDeque<>();
  private final Map<SourcePartition, Deque<Long>> lags = new TreeMap<>();
  private int leftOut;

  LagHistory() {
    this(MOST_PARTITIONS);
  }

  LagHistory(int mostPartitions) {
    this.mostPartitions = mostPartitions;
  }

  /** Keeps the values of this moment, where the last ones are old enough. */
  synchronized void note(HealthReport report) {
    Instant last = times.peekLast();
    if (last != null && report.at().isBefore(last.plus(STEP)) && !report.at().isBefore(last)) {
      return;
    }
    int before = times.size();
    times.addLast(report.at());
    leftOut = 0;
    lags.values().forEach(each -> each.addLast(UNKNOWN));
    for (PartitionFlow flow : report.flows()) {
      note(flow, before);
    }
    if (times.size() > VALUES) {
      times.removeFirst();
      lags.values().forEach(Deque::removeFirst);
    }
    lags.values().removeIf(each -> each.stream().allMatch(lag -> lag == UNKNOWN));
  }

  private void note(PartitionFlow flow, int before) {
    OptionalLong lag = flow.lag();
    if (lag.isEmpty()) {
      return;
    }
    Deque<Long> known = lags.get(flow.partition());
    if (known != null) {
      known.removeLast();
      known.addLast(lag.getAsLong());
    } else if (lags.size() < mostPartitions) {
      Deque<Long> fresh = new ArrayDeque<>();
      for (int value = 0; value < before; value++) {
        fresh.addLast(UNKNOWN);
      }
      fresh.addLast(lag.getAsLong());
      lags.put(flow.partition(), fresh);
    } else {
      leftOut++;
    }
  }

  /** What is kept now. */
  public synchronized Shown shown() {
    List<Series> series = new ArrayList<>();
    lags.forEach((partition, values) -> series.add(new Series(partition, List.copyOf(values))));
    return new Shown(List.copyOf(times), series, leftOut);
  }
}
