package io.tallyman.consume;

import java.util.Comparator;

/**
 * An operator's word on whether a rollup is counted.
 *
 * @param rollup the rollup's name, whatever its version
 * @param paused whether batches leave it out; else it is counted, whatever is said of the fleet
 * @param origin whose word it is
 */
public record RollupToggle(String rollup, boolean paused, Toggle.Origin origin) {

  static final Comparator<RollupToggle> ORDER =
      Comparator.comparing(RollupToggle::rollup).thenComparing(toggle -> toggle.origin().fleet());

  /** What, where, since when, by whom, until when and why. */
  public String sentence() {
    return origin.sentence("rollup " + rollup + (paused ? " paused" : " running"));
  }
}
