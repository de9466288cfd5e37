package io.tallyman.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * What the live table comes to in the end: how late its lines were and how far the service fell
 * behind, undisturbed and after faults. Not thread-safe.
 */
final class LagReport {

  private static final double CAUGHT_UP_SECONDS = 2;
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private int lines;
  private long latestNanos;
  private double undisturbed;
  private double disturbed;
  private boolean recovering;

  /** Notes one line. */
  void note(LiveFigures figures, long lateNanos, boolean faultUnderWay) {
    lines++;
    latestNanos = Math.max(latestNanos, lateNanos);
    recovering = faultUnderWay || (recovering && figures.lagSeconds() >= CAUGHT_UP_SECONDS);
    if (recovering) {
      disturbed = Math.max(disturbed, figures.lagSeconds());
    } else if (figures.running().compareTo(WARM_UP) > 0) {
      undisturbed = Math.max(undisturbed, figures.lagSeconds());
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d table lines, the slowest %.1f s late%n"
            + "Lag: at most %.1f s of production, and %.1f s after faults",
        lines,
        latestNanos / 1e9,
        undisturbed,
        disturbed);
  }
}
