package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.WriteOutcome;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a lane asks the writer to do. Answers are given on the writer's thread, each once. */
sealed interface WriterTask {

  /** One sentence for the log and for health: what is being done. */
  String description();

  /**
   * Take a partition over.
   *
   * @param wanted whether the lane still has the partition: a claim that nobody wants any more
   *     would only fence its next owner
   */
  record TakeOver(
      SourcePartition partition, UUID topicId, BooleanSupplier wanted, Consumer<Claim> answer)
      implements WriterTask {
    @Override
    public String description() {
      return "claiming " + partition;
    }
  }

  /** Takes the answer to a flush. */
  @FunctionalInterface
  interface FlushAnswer {

    /**
     * Called once, on the writer's thread.
     *
     * @param outcome what became of the batch
     * @param nanos how long the store took for it, in the attempt that decided
     */
    void accept(WriteOutcome outcome, long nanos);
  }

  /** Write a batch. */
  record Flush(String lane, Batch batch, FlushAnswer answer) implements WriterTask {
    @Override
    public String description() {
      return "writing a batch of lane "
          + lane
          + " ("
          + batch.served()
          + " records, "
          + batch.cellCount()
          + " cells)";
    }
  }

  /** Tell how a partition stands. */
  record Look(SourcePartition partition, UUID topicId, Consumer<PartitionLook> answer)
      implements WriterTask {
    @Override
    public String description() {
      return "looking at the position of " + partition;
    }
  }

  /**
   * Write a loss down.
   *
   * @param ownerEpoch under which it was found
   */
  record Report(Loss loss, long ownerEpoch) implements WriterTask {
    @Override
    public String description() {
      return "writing down that offsets of " + loss.partition() + " are lost";
    }
  }
}
