package io.tallyman.simulate.database;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.StoredPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is committed at the moment of each question, in an order that is always the same. */
public final class CommittedRows implements StoredContents {

  static final Comparator<LedgerEntry> LEDGER_ORDER =
      Comparator.comparing(LedgerEntry::rollup)
          .thenComparing(LedgerEntry::topicId)
          .thenComparing(LedgerEntry::partition)
          .thenComparing(entry -> entry.range().first());

  private final Tables tables;

  CommittedRows(Tables tables) {
    this.tables = tables;
  }

  /** All positions, by partition. */
  public List<StoredPosition> positions() {
    List<StoredPosition> positions = new ArrayList<>(tables.positions.committed());
    positions.sort(Comparator.comparing(StoredPosition::partition));
    return positions;
  }

  /** The whole ledger, by rollup, topic, partition and offset. */
  public List<LedgerEntry> ledger() {
    List<LedgerEntry> ledger = new ArrayList<>(tables.ledger.committed());
    ledger.sort(LEDGER_ORDER);
    return ledger;
  }

  /** The cells of a rollup version, by bucket and key. */
  public List<Cell> cells(RollupId rollup) {
    List<Cell> cells = new ArrayList<>();
    tables.cells.forEach(
        (id, row) -> {
          Cell cell = row.committed();
          if (cell != null && id.rollup().equals(rollup)) {
            cells.add(cell);
          }
        });
    cells.sort(Comparator.comparingLong(Cell::bucketStart).thenComparing(Cell::key));
    return cells;
  }

  /** All dead letters, by partition, topic and offset. */
  public List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>(tables.letters.committed());
    letters.sort(
        Comparator.comparing(DeadLetter::partition)
            .thenComparing(DeadLetter::topicId)
            .thenComparing(DeadLetter::offset));
    return letters;
  }

  /** All losses, whatever became of them, in the order in which they were written down first. */
  public List<RecordedLoss> losses() {
    return tables.losses.committed();
  }

  @Override
  public Map<CellName, CellValues> cells(RollupTable table) {
    Map<CellName, CellValues> cells = new LinkedHashMap<>();
    for (Cell cell : cells(table.id())) {
      cells.put(
          new CellName(cell.bucketStart(), cell.dimensions()),
          new CellValues(cell.records(), cell.measures()));
    }
    return cells;
  }

  @Override
  public List<LedgerLine> ledger(RollupTable table) {
    return ledger().stream()
        .filter(entry -> entry.rollup().equals(table.id()))
        .map(
            entry ->
                new LedgerLine(
                    entry.partition(),
                    entry.range(),
                    entry.served(),
                    entry.absent(),
                    entry.outcomes()))
        .toList();
  }

  @Override
  public Standing standing(SourcePartition partition) {
    return positions().stream()
        .filter(position -> position.partition().equals(partition))
        .map(now -> new Standing(now.nextOffset(), now.leaderEpoch(), now.countedUntil()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Letter> deadLetters(String source) {
    return deadLetters().stream()
        .filter(letter -> letter.partition().source().equals(source))
        .map(
            letter ->
                new Letter(letter.partition().number(), letter.offset(), letter.reason().code()))
        .toList();
  }

  @Override
  public List<Loss> losses(String source) {
    return losses().stream()
        .filter(each -> each.state() == RecordedLoss.State.OPEN)
        .map(RecordedLoss::loss)
        .filter(loss -> loss.partition().source().equals(source))
        .toList();
  }
}
