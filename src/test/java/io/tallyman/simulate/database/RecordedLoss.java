package io.tallyman.simulate.database;

import io.tallyman.rollup.Loss;

/**
 * A loss that was written down.
 *
 * @param loss what was lost
 * @param state whether an operator has settled it
 */
public record RecordedLoss(Loss loss, State state) {

  /** How it stands. */
  public enum State {
    OPEN,
    SETTLED,
    UNDONE
  }
}
