package io.tallyman.produce;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says once a second how far a run has come. Used by one thread. */
final class Progress {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;
  private final LongSupplier ticker;
  private final long start;
  private long shownAt;
  private long shownRows;

  /** Progress of a run that begins now. */
  Progress(PrintStream out, LongSupplier ticker) {
    this.out = out;
    this.ticker = ticker;
    this.start = ticker.getAsLong();
    this.shownAt = start;
  }

  /** Prints a line if the last one is a second old. */
  void show(long rows, InputFile file) {
    long now = ticker.getAsLong();
    if (now - shownAt < INTERVAL) {
      return;
    }
    double rate = (rows - shownRows) / seconds(now - shownAt);
    out.printf(
        Locale.ROOT, "%,d rows, %,.0f rows/s, %d %% of the file%n", rows, rate, file.percent());
    shownAt = now;
    shownRows = rows;
  }

  /** How long the run has lasted. */
  double seconds() {
    return seconds(ticker.getAsLong() - start);
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
