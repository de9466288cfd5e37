package io.tallyman.consume;

import java.time.Duration;

/**
 * When a lane hands its batch over.
 *
 * @param interval after this time at the earliest; it stretches with the time that flushes take
 * @param maxCells or as soon as it has this many cells
 * @param memoryBytes or as soon as all lanes together hold about this many bytes
 */
public record FlushSettings(Duration interval, int maxCells, long memoryBytes) {

  public FlushSettings {
    if (interval.isNegative() || interval.isZero() || maxCells < 1 || memoryBytes < 1) {
      throw new IllegalArgumentException(
          "interval, maxCells and memoryBytes are more than 0: "
              + interval
              + ", "
              + maxCells
              + ", "
              + memoryBytes);
    }
  }
}
