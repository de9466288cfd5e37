package io.tallyman.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** Waits, and says so, until the service has settled everything that was produced. */
final class Drain {

  private static final long TURN = Duration.ofMillis(200).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A service that settles nothing for so long is stuck: the balance says by how much. */
  private static final long PATIENCE = Duration.ofSeconds(90).toNanos();

  private final Production production;
  private final DatabaseWatch watch;
  private final PrintStream out;
  private final LongSupplier ticker;

  Drain(Production production, DatabaseWatch watch, PrintStream out, LongSupplier ticker) {
    this.production = production;
    this.watch = watch;
    this.out = out;
    this.ticker = ticker;
  }

  /** Returns whether all is settled. */
  boolean await() {
    long settled = -1;
    long progressAt = ticker.getAsLong();
    long saidAt = progressAt;
    while (!isDone()) {
      long now = ticker.getAsLong();
      long standing = watch.figures().settled() + production.acknowledged();
      if (standing != settled) {
        settled = standing;
        progressAt = now;
      } else if (now - progressAt > PATIENCE) {
        out.println("The service settles no more; its last words are in its log.");
        return false;
      }
      if (now - saidAt > SECOND) {
        saidAt = now;
        say();
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TURN);
    }
    say();
    return true;
  }

  private boolean isDone() {
    if (!production.isOver()) {
      return false;
    }
    Map<Integer, Long> positions = watch.figures().positions();
    return production.ends().entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void say() {
    out.println(
        "Draining: %s of %s records are settled"
            .formatted(
                TableText.number(watch.figures().settled()),
                TableText.number(production.acknowledged())));
  }
}
