package io.tallyman.simulate;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What runs only while it has the baton: a thread of the simulation, or the one that drives it.
 * Whoever gives the baton on makes all it did visible to the next.
 */
final class Strand {

  /** Its process was killed: it has to end, and can't do anything any more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("the process was killed", null, false, false);
    }
  }

  private final int process;
  private volatile @Nullable Thread thread;
  private boolean killed;
  private boolean over;
  private volatile boolean turn;

  Strand(int process) {
    this.process = process;
  }

  int process() {
    return process;
  }

  void isRunOn(Thread own) {
    thread = own;
  }

  void kill() {
    killed = true;
  }

  boolean isKilled() {
    return killed;
  }

  void end() {
    over = true;
  }

  /** Nobody may give it the baton any more. */
  boolean isOver() {
    return over;
  }

  /** Gives it the baton; whoever calls this does nothing more until it gets it back. */
  void give() {
    turn = true;
    LockSupport.unpark(thread);
  }

  /** Waits for the baton. */
  void awaitTurn() {
    while (!turn) {
      LockSupport.park(this);
    }
    turn = false;
  }
}
