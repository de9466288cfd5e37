package io.tallyman.demo;

import io.tallyman.cluster.Ending;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows a line of the table every second until the demo is to end. */
final class LiveTable {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Production production;
  private final DatabaseWatch watch;
  private final Faults faults;
  private final Service service;
  private final LongSupplier ticker;
  private final LiveMeter meter;
  private final LagReport report = new LagReport();

  LiveTable(
      Production production,
      DatabaseWatch watch,
      Faults faults,
      Service service,
      LongSupplier ticker) {
    this.production = production;
    this.watch = watch;
    this.faults = faults;
    this.service = service;
    this.ticker = ticker;
    this.meter = new LiveMeter(Clock.systemUTC(), ticker);
  }

  /** Shows lines for that long, or until somebody asks for the end or there is nothing more. */
  void show(Screen screen, Ending ending, Duration limit) throws InterruptedException {
    long due = ticker.getAsLong() + SECOND;
    long end = ticker.getAsLong() + limit.toNanos();
    while (!production.isOver() && ticker.getAsLong() < end && !service.isGivenUp()) {
      if (ending.awaitAsked(Math.max(0, Math.min(due, end) - ticker.getAsLong()))) {
        return;
      }
      if (ticker.getAsLong() >= due) {
        showLine(screen, due);
        due += SECOND;
      }
    }
  }

  private void showLine(Screen screen, long due) {
    LiveFigures figures = meter.read(production.acknowledged(), watch.figures(), faults.note());
    screen.show(figures);
    report.note(figures, ticker.getAsLong() - due, faults.isUnderWay());
  }

  /** What all lines come to. */
  LagReport report() {
    return report;
  }
}
