package io.tallyman.consume;

import io.tallyman.rollup.DeadLetter;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejected records to the log, a few a minute: the dead letters themselves are in the store,
 * whole. Coordinates and reason only, never content. Not thread-safe.
 */
final class RejectLog {

  private static final Logger LOG = LoggerFactory.getLogger(RejectLog.class);
  private static final long PERIOD = Duration.ofMinutes(1).toNanos();

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
            "Rejected {} more records in the last minute; see tallyman_dead_letter", passedOver);
      }
      periodEnds = now + PERIOD;
      logged = 0;
      passedOver = 0;
    }
    if (logged < few.getAsInt()) {
      logged++;
      LOG.warn(
          "Rejected {} offset {}: {}: {}",
          letter.partition(),
          letter.offset(),
          letter.reason().code(),
          letter.detail());
    } else {
      passedOver++;
    }
  }
}
