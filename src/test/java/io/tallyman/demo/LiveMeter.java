package io.tallyman.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** Turns counters into the figures of one line of the table. Never waits. Not thread-safe. */
final class LiveMeter {

  private static final Duration WINDOW = Duration.ofSeconds(5);

  /**
   * What the database said so long ago is compared with the production of then, else of now; and
   * where it says nothing newer, nothing is known to be settled meanwhile.
   */
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final Clock clock;
  private final LongSupplier ticker;
  private final long began;
  private final History produced = new History();
  private final History settled = new History();
  private long lastRead;

  LiveMeter(Clock clock, LongSupplier ticker) {
    this.clock = clock;
    this.ticker = ticker;
    this.began = ticker.getAsLong();
  }

  /** The figures of now. */
  LiveFigures read(long acknowledged, DatabaseFigures database, String note) {
    long now = ticker.getAsLong();
    produced.note(now, acknowledged);
    if (database.readAtNanos() != lastRead) {
      settled.note(database.readAtNanos(), database.settled());
      lastRead = database.readAtNanos();
    }
    boolean fresh = now - lastRead <= FRESH;
    long lag = Math.max(0, (fresh ? database.produced() : acknowledged) - database.settled());
    return new LiveFigures(
        LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS),
        Duration.ofNanos(now - began),
        acknowledged,
        produced.rate(WINDOW),
        fresh ? settled.rate(WINDOW) : 0,
        lag,
        lag == 0
            ? 0
            : Math.max(0, produced.secondsSince(database.settled(), fresh ? lastRead : now)),
        database,
        Duration.ofNanos(lastRead == 0 ? 0 : now - lastRead),
        note);
  }
}
