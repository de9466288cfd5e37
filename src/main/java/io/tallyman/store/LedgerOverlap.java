package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.PartitionProgress;
import java.io.Serial;
import java.util.List;
import java.util.Objects;

/** A range was to be counted that a rollup has counted already. */
final class LedgerOverlap extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int partition;

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
            + " can't be counted again; its position was put back: move it on with"
            + " bin/ctl positions skip, or define a new version of the rollup");
    this.partition = added.partition();
  }

  /** The partitions of this batch that it is about. */
  List<SourcePartition> partitionsOf(Batch batch) {
    return batch.progress().stream()
        .map(PartitionProgress::partition)
        .filter(each -> each.number() == partition)
        .toList();
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage(), "message");
  }
}
