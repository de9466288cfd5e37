package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.WriteOutcome;

/** What the writer answered a lane; put down on the writer's thread, read on the lane's. */
sealed interface WriterAnswer {

  /**
   * A claim was decided.
   *
   * @param token of the claim
   */
  record Claimed(SourcePartition partition, long token, Claim claim) implements WriterAnswer {}

  /** A partition stands so. */
  record Looked(SourcePartition partition, PartitionLook look) implements WriterAnswer {}

  /**
   * A batch was decided.
   *
   * @param generation of the lane when the batch was handed over
   * @param tookNanos how long the store took for it
   */
  record Flushed(Batch batch, WriteOutcome outcome, int generation, long tookNanos)
      implements WriterAnswer {}
}
