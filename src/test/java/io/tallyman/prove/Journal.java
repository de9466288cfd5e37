package io.tallyman.prove;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What a proof says while it works: lines with the seconds since it began. For any thread. */
final class Journal {

  private final PrintStream out;
  private final LongSupplier ticker;
  private final long begin;

  /** A journal that begins now, by a monotonic clock in nanoseconds. */
  Journal(PrintStream out, LongSupplier ticker) {
    this.out = out;
    this.ticker = ticker;
    this.begin = ticker.getAsLong();
  }

  double seconds() {
    return (ticker.getAsLong() - begin) / 1e9;
  }

  void say(String words, Object... figures) {
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(), String.format(Locale.ROOT, words, figures));
  }
}
