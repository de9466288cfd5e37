package io.tallyman.consume;

import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word on whether a source, or one partition of it, is counted.
 *
 * @param source the source's name
 * @param partition one partition of it; empty for all
 * @param paused whether it is held back; else it is let go on, whatever is said of more than it
 * @param origin whose word it is
 */
public record Toggle(String source, OptionalInt partition, boolean paused, Origin origin) {

  /**
   * Whose word it is.
   *
   * @param fleet whether it is for all hosts; else it is for this one alone
   * @param by who said it
   * @param reason the operator's words; may be empty
   * @param since when it was said
   * @param until when it ends by itself; null when only an operator ends it
   */
  public record Origin(
      boolean fleet, String by, String reason, Instant since, @Nullable Instant until) {

    /** What was said, followed by where, since when, by whom, until when and why. */
    String sentence(String what) {
      return what
          + (fleet ? " on the fleet" : " on this host")
          + " since "
          + since
          + " by "
          + by
          + (until == null ? "" : " until " + until)
          + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
  }

  /** What, where, since when, by whom, until when and why. */
  public String sentence() {
    return origin.sentence(
        source
            + (partition.isPresent() ? " partition " + partition.getAsInt() : ": all partitions")
            + (paused ? " paused" : " running"));
  }
}
