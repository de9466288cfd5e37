package io.tallyman.consume;

import java.util.Map;

/**
 * What may change while lanes run.
 *
 * @param flush when a batch is handed over
 * @param loggedRejects how many rejected records a lane writes to the log in a minute, 0 or more
 * @param eventsPerSecond how many records of a source this process reads in a second at most, 1 or
 *     more, by the source's name; a source that isn't here is read as fast as it goes
 */
public record LaneValues(
    FlushSettings flush, int loggedRejects, Map<String, Integer> eventsPerSecond) {

  /** How many rejected records are logged where nothing else is configured. */
  public static final int LOGGED_REJECTS = 5;

  /**
   * @throws IllegalArgumentException where a number is out of its range
   */
  public LaneValues {
    eventsPerSecond = Map.copyOf(eventsPerSecond);
    if (loggedRejects < 0 || eventsPerSecond.values().stream().anyMatch(rate -> rate < 1)) {
      throw new IllegalArgumentException(
          "loggedRejects is 0 or more, eventsPerSecond 1 or more: "
              + loggedRejects
              + ", "
              + eventsPerSecond);
    }
  }

  /** As it is where only batches are configured. */
  public static LaneValues of(FlushSettings flush) {
    return new LaneValues(flush, LOGGED_REJECTS, Map.of());
  }
}
