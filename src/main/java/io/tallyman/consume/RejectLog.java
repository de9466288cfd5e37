package io.tallyman.consume;

import io.tallyman.rollup.DeadLetter;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejected records of a lane to the log, a few a minute, however often the lane begins anew:
 * the dead letters themselves are in the store, whole. Coordinates and reason only, never content.
 * Not thread-safe.
 */
final class RejectLog {

  private static final Logger LOG = LoggerFactory.getLogger(RejectLog.class);
  private static final long PERIOD = Duration.ofMinutes(1).toNanos();
  private static final int LONGEST_DETAIL = 300;

  private final LongSupplier ticker;
  private final IntSupplier few;
  private long periodEnds;
  private int logged;
  private long passedOver;

  /**
   * @param few how many a minute; it may change
   */
  RejectLog(LongSupplier ticker, IntSupplier few) {
    this.ticker = ticker;
    this.few = few;
    this.periodEnds = ticker.getAsLong() + PERIOD;
  }

  void note(DeadLetter letter) {
    long now = ticker.getAsLong();
    if (now - periodEnds >= 0) {
      if (passedOver > 0) {
        LOG.warn(
            "Rejected {} more records, which aren't logged; see tallyman_dead_letter", passedOver);
      }
      periodEnds = now + PERIOD;
      logged = 0;
      passedOver = 0;
    }
    if (logged < few.getAsInt()) {
      logged++;
      write(letter);
    } else {
      passedOver++;
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
