package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a store holds, as the behaviour kit looks at it. */
public interface StoredContents {

  /** Which cell: its bucket and the values of its dimensions. */
  record CellName(long bucketStart, List<@Nullable Object> dimensions) {}

  /** What a cell holds. */
  record CellValues(long records, List<@Nullable Object> measures) {}

  /** One range of the ledger. */
  record LedgerLine(
      int partition, OffsetRange range, long served, long absent, Outcomes outcomes) {}

  /** Where a partition stands. */
  record Standing(long nextOffset, OptionalInt leaderEpoch, @Nullable Instant countedUntil) {}

  /** A dead letter's coordinates and reason. */
  record Letter(int partition, long offset, String reason) {}

  /** All cells of a rollup version. */
  Map<CellName, CellValues> cells(RollupTable table);

  /** The ledger of a rollup version, by partition and offset. */
  List<LedgerLine> ledger(RollupTable table);

  /** Where the partition stands. */
  Standing standing(SourcePartition partition);

  /** The source's dead letters, by partition and offset. */
  List<Letter> deadLetters(String source);

  /** The source's losses. */
  List<Loss> losses(String source);
}
