package io.tallyman.simulate;

import org.jspecify.annotations.Nullable;

/** Plays schedules, one after the other, on threads of its own. For one thread at a time. */
final class Simulator implements AutoCloseable {

  private final Orders orders = new Orders();
  private final StrandPool pool = new StrandPool();

  /** Plays a plan; null where every promise is kept. */
  @Nullable Throwable play(Plan plan, History history) {
    try {
      Simulation.play(plan, orders, pool, history);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
