package io.tallyman.simulate;

import java.util.function.BooleanSupplier;

/** How the parts of a simulation let others go first. Time is virtual. */
public interface Turns {

  /** Nanoseconds since the beginning. */
  long nanos();

  /**
   * Others may go on now; returns when it is this one's turn again.
   *
   * @param what what was just done, or comes next: for the history
   */
  void step(String what);

  /**
   * Waits until the condition holds, or so much time has passed.
   *
   * @param what what is waited for: for the history
   * @param nanos the longest wait
   * @return whether the condition holds
   */
  boolean await(String what, BooleanSupplier until, long nanos);
}
