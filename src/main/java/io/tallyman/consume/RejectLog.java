package io.tallyman.consume;

import io.tallyman.rollup.DeadLetter;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejected records of a lane to the log, a few a minute, however often the lane begins anew:
 * the dead letters themselves are in the store. Coordinates and reason only, never content. Not
 * thread-safe.
 */
final class RejectLog {

  private static final Logger LOG = LoggerFactory.getLogger(RejectLog.class);
  private static final int LONGEST_DETAIL = 300;

  private final MinuteBudget minute;

  /**
   * @param few how many a minute; it may change
   */
  RejectLog(LongSupplier ticker, IntSupplier few) {
    this.minute = new MinuteBudget(ticker, few);
  }

  void note(DeadLetter letter) {
    long passedOver = minute.turn();
    if (passedOver > 0) {
      LOG.warn(
          "Rejected {} more records, which aren't logged; see tallyman_dead_letter", passedOver);
    }
    if (minute.take()) {
      write(letter);
    }
  }

  private static void write(DeadLetter letter) {
    LogContext record = LogContext.of(letter);
    LOG.warn(
        "Rejected {} offset {}: {}: {}",
        letter.partition(),
        letter.offset(),
        letter.reason().code(),
        plain(letter.detail()));
    record.leave();
  }

  /** A name in a hostile schema may be long, and must not look like lines of its own. */
  private static String plain(String detail) {
    String cut =
        detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
    return cut.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?");
  }
}
