package io.tallyman.consume;

import java.time.Instant;

/**
 * Where a source starts at its very first start; a partition that is added later starts at 0
 * whatever this says.
 */
public sealed interface StartFrom {

  /** The first record that each partition still has. */
  record Earliest() implements StartFrom {}

  /** The end of each partition: only what comes from now on. */
  record Latest() implements StartFrom {}

  /** The first record of each partition whose timestamp is at or after this time. */
  record At(Instant time) implements StartFrom {}
}
