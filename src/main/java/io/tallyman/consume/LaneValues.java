package io.tallyman.consume;

import java.util.Map;

/**
 * What may change while lanes run.
 *
 * @param flush when a batch is handed over
 * @param loggedRejects how many rejected records a lane writes to the log in a minute, 0 or more
 * @param wholeLetters how many dead letters of a minute a lane keeps with key, value and headers, 0
 *     or more; of the others it keeps where they stand and why they were rejected
 * @param eventsPerSecond how many records of a source this process reads in a second at most, 1 or
 *     more, by the source's name; a source that isn't here is read as fast as it goes
 */
public record LaneValues(
    FlushSettings flush,
    int loggedRejects,
    int wholeLetters,
    Map<String, Integer> eventsPerSecond) {

  /** How many rejected records are logged where nothing else is configured. */
  public static final int LOGGED_REJECTS = 5;

  /** How many dead letters are kept whole where nothing else is configured. */
  public static final int WHOLE_LETTERS = 1_000;

  /**
   * @throws IllegalArgumentException where a number is out of its range
   */
  public LaneValues {
    eventsPerSecond = Map.copyOf(eventsPerSecond);
    if (loggedRejects < 0
        || wholeLetters < 0
        || eventsPerSecond.values().stream().anyMatch(rate -> rate < 1)) {
      throw new IllegalArgumentException(
          "loggedRejects and wholeLetters are 0 or more, eventsPerSecond 1 or more: "
              + loggedRejects
              + ", "
              + wholeLetters
              + ", "
              + eventsPerSecond);
    }
  }

  /** As it is where only batches are configured. */
  public static LaneValues of(FlushSettings flush) {
    return new LaneValues(flush, LOGGED_REJECTS, WHOLE_LETTERS, Map.of());
  }

  /** The same but for this. */
  public LaneValues withFlush(FlushSettings now) {
    return new LaneValues(now, loggedRejects, wholeLetters, eventsPerSecond);
  }

  /** The same but for this. */
  public LaneValues withLoggedRejects(int now) {
    return new LaneValues(flush, now, wholeLetters, eventsPerSecond);
  }

  /** The same but for this. */
  public LaneValues withWholeLetters(int now) {
    return new LaneValues(flush, loggedRejects, now, eventsPerSecond);
  }

  /** The same but for this. */
  public LaneValues withEventsPerSecond(Map<String, Integer> now) {
    return new LaneValues(flush, loggedRejects, wholeLetters, now);
  }
}
