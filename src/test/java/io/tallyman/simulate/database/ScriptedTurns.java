package io.tallyman.simulate.database;

import io.tallyman.simulate.Turns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * One thread in virtual time: a wait does what the test has put down for it, as another would
 * meanwhile; where there is nothing, time passes.
 */
final class ScriptedTurns implements Turns {

  private static final long STEP = 1_000;

  /** What somebody else does. */
  @FunctionalInterface
  interface Deed {
    void run() throws Exception;
  }

  private final Deque<Deed> whileWaiting = new ArrayDeque<>();
  private long now;

  /** Put down for the next wait. */
  void whileWaiting(Deed deed) {
    whileWaiting.add(deed);
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void step(String what) {
    now += STEP;
  }

  @Override
  public boolean await(String what, BooleanSupplier until, long nanos) {
    while (!until.getAsBoolean() && !whileWaiting.isEmpty()) {
      try {
        whileWaiting.remove().run();
      } catch (Exception e) {
        throw new AssertionError("while somebody waits: " + what, e);
      }
    }
    if (!until.getAsBoolean()) {
      now += Math.max(nanos, 0);
    }
    return until.getAsBoolean();
  }
}
