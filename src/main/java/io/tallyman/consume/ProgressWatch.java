package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Health means progress: notices a partition that waits for the store, or has records waiting, and
 * doesn't get anywhere. Not thread-safe.
 */
final class ProgressWatch {

  /** How long a partition may stand still before that is worth an operator's look. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Where a partition stood when it moved last.
   *
   * @param place its stored position; -1 while it has none
   * @param sinceNanos when it got there
   */
  private record Mark(long place, long sinceNanos) {}

  private final LongSupplier ticker;
  private final Map<SourcePartition, Mark> marks = new HashMap<>();

  ProgressWatch(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Takes note of where a partition stands; a place that is all right needs no progress. */
  void note(SourcePartition partition, long place, boolean allRight) {
    Mark mark = marks.get(partition);
    if (mark == null || mark.place() != place || allRight) {
      marks.put(partition, new Mark(place, ticker.getAsLong()));
    }
  }

  /** Forgets the partitions that aren't held any more. */
  void keepOnly(Set<SourcePartition> held) {
    marks.keySet().retainAll(held);
  }

  /** Which partition has stood still for too long, in one sentence; empty when none has. */
  String stalled() {
    long now = ticker.getAsLong();
    for (Map.Entry<SourcePartition, Mark> entry : marks.entrySet()) {
      Duration still = Duration.ofNanos(now - entry.getValue().sinceNanos());
      if (still.compareTo(PATIENCE) > 0) {
        long place = entry.getValue().place();
        return entry.getKey()
            + (place < 0 ? " waits for the store" : " has stood at offset " + place)
            + " for "
            + still.toSeconds()
            + " s; see the parts writer and topic-"
            + entry.getKey().source();
      }
    }
    return "";
  }
}
