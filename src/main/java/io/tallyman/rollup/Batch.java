package io.tallyman.rollup;

import java.util.Comparator;
import java.util.List;

/**
 * The effects of a stretch of records, as data: which partitions it moves how far, what it adds to
 * which cells, and which records it couldn't count. It is written whole or not at all. A batch that
 * doesn't balance can't be made.
 *
 * @param progress in the order of the partitions, each once
 * @param cells one entry per rollup that the batch touches
 * @param deadLetters the records that were rejected
 */
public record Batch(
    List<PartitionProgress> progress, List<RollupCells> cells, List<DeadLetter> deadLetters) {

  public Batch {
    progress =
        progress.stream().sorted(Comparator.comparing(PartitionProgress::partition)).toList();
    cells = cells.stream().sorted(Comparator.comparing(each -> each.table().id())).toList();
    deadLetters = List.copyOf(deadLetters);
    if (progress.stream().map(PartitionProgress::partition).distinct().count() != progress.size()) {
      throw new IllegalArgumentException("a batch moves each partition once: " + progress);
    }
    for (RollupCells each : cells) {
      RollupId id = each.table().id();
      long counted =
          progress.stream()
              .map(moved -> moved.outcomes().getOrDefault(id, Outcomes.NONE))
              .mapToLong(Outcomes::counted)
              .sum();
      if (counted != each.records()) {
        throw new IllegalArgumentException(
            id + " doesn't balance: counted " + counted + ", records in cells " + each.records());
      }
    }
  }

  /** How many records Kafka served for this batch. */
  public long served() {
    return progress.stream().mapToLong(PartitionProgress::served).sum();
  }

  /** How many cells the batch touches, over all rollups. */
  public int cellCount() {
    return cells.stream().mapToInt(each -> each.cells().size()).sum();
  }
}
