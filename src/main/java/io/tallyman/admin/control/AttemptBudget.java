package io.tallyman.admin.control;

import java.time.Duration;
import java.time.Instant;

/**
 * How many attempts have a line of their own in the audit: so many a minute, however many there
 * are. The others are counted. Thread-safe.
 */
final class AttemptBudget {

  static final int MOST = 60;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private Instant windowEnds = Instant.MIN;
  private int inThisWindow;
  private long leftOut;

  /** Whether one more has its line; where not it is counted. */
  synchronized boolean spend(Instant now) {
    if (!now.isBefore(windowEnds)) {
      windowEnds = now.plus(WINDOW);
      inThisWindow = 0;
    }
    if (inThisWindow < MOST) {
      inThisWindow++;
      return true;
    }
    leftOut++;
    return false;
  }

  /** How many had none, once their minute is over; asking takes them. */
  synchronized long takeLeftOut(Instant now) {
    if (now.isBefore(windowEnds)) {
      return 0;
    }
    long taken = leftOut;
    leftOut = 0;
    return taken;
  }
}
