package io.tallyman.store;

import java.io.Serial;
import java.util.Objects;

/** A range was to be counted that a rollup has counted already. */
final class LedgerOverlap extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  LedgerOverlap(LedgerEntry added, LedgerEntry stored) {
    super(
        added.rollup()
            + " has counted "
            + stored.range()
            + " of "
            + added.topic()
            + "-"
            + added.partition()
            + " already, so "
            + added.range()
            + " can't be counted again; put its row in tallyman_position back to the end of what"
            + " is counted, or define a new version of the rollup");
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage(), "message");
  }
}
