package io.tallyman.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** Turns counters into the figures of one line of the table. Never waits. Not thread-safe. */
final class LiveMeter {

  private static final Duration WINDOW = Duration.ofSeconds(5);

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
    long lag = Math.max(0, acknowledged - database.settled());
    return new LiveFigures(
        LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS),
        Duration.ofNanos(now - began),
        acknowledged,
        produced.rate(WINDOW),
        settled.rate(WINDOW),
        lag,
        produced.secondsSince(database.settled(), now),
        database,
        Duration.ofNanos(lastRead == 0 ? 0 : now - lastRead),
        note);
  }
}
