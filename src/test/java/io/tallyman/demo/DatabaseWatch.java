package io.tallyman.demo;

import io.tallyman.demo.DatabaseFigures.ViewSize;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the service's database about every second, on a thread of its own, so that a database that
 * doesn't answer keeps nobody waiting. Its figures are for any thread.
 */
final class DatabaseWatch implements AutoCloseable {

  private static final long TURN_MILLIS = 500;
  private static final int TURNS_BETWEEN_SIZES = 8;

  private final ServiceDatabase database;
  private final DemoPlan plan;
  private final LongSupplier produced;
  private final LongSupplier ticker;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DemoThreads.named("database-watch"));
  private volatile DatabaseFigures figures = DatabaseFigures.NONE;
  private volatile String trouble = "";
  private int turns;

  /**
   * A watch that begins when it is started.
   *
   * @param produced how many records Kafka has acknowledged
   * @param ticker monotonic nanoseconds
   */
  DatabaseWatch(
      ServiceDatabase database, DemoPlan plan, LongSupplier produced, LongSupplier ticker) {
    this.database = database;
    this.produced = produced;
    this.plan = plan;
    this.ticker = ticker;
  }

  /** Begins to read. */
  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::readOrNote, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What was read last. */
  DatabaseFigures figures() {
    return figures;
  }

  /** Why nothing newer was read; empty while all is well. */
  String trouble() {
    return trouble;
  }

  private void readOrNote() {
    try {
      read();
      trouble = "";
    } catch (SQLException | RuntimeException e) {
      trouble = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private void read() throws SQLException {
    long now = ticker.getAsLong();
    DatabaseFigures old = figures;
    boolean withSizes = turns++ % TURNS_BETWEEN_SIZES == 0;
    figures =
        new DatabaseFigures(
            now,
            produced.getAsLong(),
            database.positions(),
            database.outcomes(),
            database.deadLetters(),
            withSizes ? sizes() : old.rollups(),
            withSizes ? database.latest(plan.rollups().get(0)) : old.latest());
  }

  private List<ViewSize> sizes() throws SQLException {
    List<ViewSize> sizes = new ArrayList<>();
    for (RollupPlan rollup : plan.rollups()) {
      sizes.add(database.size(rollup));
    }
    return sizes;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    database.close();
  }
}
