package io.tallyman.consume;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lanes go by that may change while they run, replaced as a whole; and what the lanes of one
 * source share of it. Thread-safe.
 */
public final class LaneTuning {

  private final LaneValues configured;
  private final Map<String, EventBudget> budgets = new ConcurrentHashMap<>();
  private volatile LaneValues values;

  /**
   * @param configured what holds where nothing else is said
   */
  public LaneTuning(LaneValues configured) {
    this.configured = configured;
    this.values = configured;
  }

  /** What config.yml says. */
  public LaneValues configured() {
    return configured;
  }

  /** What holds now. */
  public LaneValues values() {
    return values;
  }

  /** How many bytes all lanes may hold now. */
  public long memoryBytes() {
    return values.flush().memoryBytes();
  }

  /** From now on just this holds. */
  public void replace(LaneValues now) {
    values = now;
  }

  /** How many records the lanes of this source may read; one for all of them. */
  EventBudget events(String source) {
    return budgets.computeIfAbsent(
        source, any -> new EventBudget(() -> values.eventsPerSecond().getOrDefault(source, 0)));
  }
}
