package io.tallyman.consume;

import io.tallyman.rollup.DeadLetter;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a topic that is all garbage from filling the database: so many dead letters of a lane are
 * whole in a minute, of the others the store has where they stand and why they were rejected. What
 * they held is in Kafka for as long as that keeps it. Not thread-safe.
 */
final class WholeLetters {

  private static final Logger LOG = LoggerFactory.getLogger(WholeLetters.class);

  private final MinuteBudget minute;

  /**
   * @param whole how many a minute; it may change
   */
  WholeLetters(LongSupplier ticker, IntSupplier whole) {
    this.minute = new MinuteBudget(ticker, whole);
  }

  /** The letter as it is to be stored. */
  DeadLetter within(DeadLetter letter) {
    long cut = minute.turn();
    if (cut > 0) {
      LOG.warn(
          "Stored {} dead letters without key, value and headers: deadLetters.wholePerMinute was"
              + " used up",
          cut);
    }
    return minute.take() ? letter : letter.withoutContent();
  }
}
