package io.tallyman.rollup;

import io.tallyman.event.SourcePartition;
import java.util.List;

/** What became of a batch. */
public sealed interface WriteOutcome {

  /** All of it is in the store. */
  record Written() implements WriteOutcome {}

  /**
   * Nothing of it is in the store: these partitions have another owner or another position by now.
   *
   * @param partitions at least one
   */
  record Fenced(List<SourcePartition> partitions) implements WriteOutcome {
    public Fenced {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * Nothing of it is in the store: the store refuses the data itself, and would refuse it again.
   *
   * @param cause what the store said
   */
  record Refused(String cause) implements WriteOutcome {}

  /**
   * Nothing of it is in the store: the store's own books about these partitions contradict it, and
   * will until an operator decides.
   *
   * @param partitions at least one
   * @param cause what, where and the remedy
   */
  record Contradicted(List<SourcePartition> partitions, String cause) implements WriteOutcome {
    public Contradicted {
      partitions = List.copyOf(partitions);
    }
  }
}
