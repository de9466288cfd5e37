package io.tallyman.demo;

import io.tallyman.demo.Standstills.Longest;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A part of a load's time.
 *
 * @param name what goes on in it
 * @param limitSeconds how long a partition may stand still in it
 * @param begunAt when it began, in monotonic nanoseconds
 * @param producedBefore how many events had been produced by then
 */
record FleetPhase(String name, int limitSeconds, long begunAt, long producedBefore) {

  static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Where nothing comes nothing can stand still: so much of the rate proves something. */
  private static final double ENOUGH = 0.8;

  /** A producer's batches are on their way for a moment: shorter ones say nothing of the rate. */
  private static final double SHORTEST_SECONDS = 5;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * What came of it.
   *
   * @param held whether no partition stood still for too long while enough came
   * @param sentence the figures
   */
  record Outcome(boolean held, String sentence) {}

  /**
   * Ends it.
   *
   * @param now monotonic nanoseconds
   * @param produced how many events have been produced by now
   * @param longest the longest standstill in it
   * @param rate how many events a second are wanted
   */
  Outcome end(long now, long produced, Longest longest, int rate) {
    double seconds = (now - begunAt) / NANOS;
    double perSecond = seconds == 0 ? 0 : (produced - producedBefore) / seconds;
    boolean enough = seconds < SHORTEST_SECONDS || perSecond >= ENOUGH * rate;
    boolean quick = longest.nanos() / NANOS <= limitSeconds;
    return new Outcome(
        enough && quick,
        String.format(
            Locale.ROOT,
            "phase %s, %.0f s, %.0f events a second%s: the longest standstill was %.1f s (partition"
                + " %d)%s",
            name,
            seconds,
            perSecond,
            enough ? "" : ", of which at least %.0f were wanted".formatted(ENOUGH * rate),
            longest.nanos() / NANOS,
            longest.partition(),
            limitSeconds == NO_LIMIT ? "" : "; at most " + limitSeconds + " s"));
  }
}
