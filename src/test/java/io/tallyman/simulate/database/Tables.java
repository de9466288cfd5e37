package io.tallyman.simulate.database;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.CellKey;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.RollupId;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.StoredPosition;
import java.util.UUID;

/** The tables of the schema. The cells of all rollups are in one. */
final class Tables {

  /** The primary key of a cell, and of which rollup it is. */
  record CellId(RollupId rollup, long bucketStart, CellKey key) {

    static CellId of(RollupId rollup, Cell cell) {
      return new CellId(rollup, cell.bucketStart(), cell.key());
    }
  }

  /** The primary key of a range in the ledger. */
  record LedgerId(RollupId rollup, UUID topicId, int partition, long firstOffset) {

    static LedgerId of(LedgerEntry entry) {
      return new LedgerId(
          entry.rollup(), entry.topicId(), entry.partition(), entry.range().first());
    }
  }

  /** The primary key of a dead letter. */
  record LetterId(String source, UUID topicId, int partition, long offset) {

    static LetterId of(DeadLetter letter) {
      return new LetterId(
          letter.partition().source(),
          letter.topicId(),
          letter.partition().number(),
          letter.offset());
    }
  }

  /** The primary key of a loss. */
  record LossId(String source, UUID topicId, int partition, String kind, long firstOffset) {

    static LossId of(Loss loss) {
      return new LossId(
          loss.partition().source(),
          loss.topicId(),
          loss.partition().number(),
          loss.kind().code(),
          loss.range().first());
    }
  }

  final Table<SourcePartition, StoredPosition> positions = new Table<>();
  final Table<CellId, Cell> cells = new Table<>();
  final Table<LedgerId, LedgerEntry> ledger = new Table<>();
  final Table<LetterId, DeadLetter> letters = new Table<>();
  final Table<LossId, RecordedLoss> losses = new Table<>();
}
