package io.tallyman.demo;

import java.util.HashMap;
import java.util.Map;

/**
 * For how long partitions stood still although there was something to count, at the longest. Not
 * thread-safe.
 */
final class Standstills {

  /** A partition that never stood still. */
  static final Longest NONE = new Longest(0, -1);

  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Long> movedAt = new HashMap<>();
  private Longest longest = NONE;

  /**
   * The longest standstill.
   *
   * @param nanos how long it was, to the next look
   * @param partition where; -1 where nothing stood still
   */
  record Longest(long nanos, int partition) {}

  /**
   * Takes in a look.
   *
   * @param now monotonic nanoseconds
   * @param stored the next offset of every partition, as the database has it
   * @param ends the offset after the last record that is known of, of each partition that has any
   */
  void see(long now, Map<Integer, Long> stored, Map<Integer, Long> ends) {
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      int partition = end.getKey();
      long position = stored.getOrDefault(partition, 0L);
      note(now, partition);
      boolean moved = position > positions.getOrDefault(partition, 0L);
      if (moved || position >= end.getValue()) {
        positions.put(partition, position);
        movedAt.put(partition, now);
      }
    }
  }

  /** Nothing could be read: as far as is known, all stands still. */
  void seeNothing(long now) {
    movedAt.keySet().forEach(partition -> note(now, partition));
  }

  private void note(long now, int partition) {
    long nanos = now - movedAt.computeIfAbsent(partition, each -> now);
    if (nanos > longest.nanos()) {
      longest = new Longest(nanos, partition);
    }
  }

  /** The longest since the beginning or the last call; what stands still goes on being counted. */
  Longest takeLongest() {
    Longest taken = longest;
    longest = NONE;
    return taken;
  }
}
