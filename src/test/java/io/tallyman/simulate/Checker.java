package io.tallyman.simulate;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Rollup;
import io.tallyman.simulate.database.CommittedRows;
import io.tallyman.simulate.database.RecordedLoss;
import io.tallyman.simulate.kafka.LogEntry;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.StoredPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compares what is stored with a recount of the logs: cells, ledger, dead letters and positions.
 */
final class Checker {

  private final Stage stage;
  private final List<Order> sent;
  private final CommittedRows stored;
  private final Findings findings = new Findings();
  private final OffsetCheck offsets;

  Checker(Stage stage, List<Order> sent) {
    this.stage = stage;
    this.sent = sent;
    this.stored = stage.database().contents();
    this.offsets = new OffsetCheck(stage, sent, stored, findings);
  }

  /**
   * @throws Violation with all that is wrong
   */
  void check() {
    stored.cells(stage.orders().byId().id()).forEach(this::checkCell);
    stage.topic().everything().forEach(this::checkTopic);
    offsets.checkThatNothingIsLeft();
    checkHotCells();
    stored.losses().forEach(this::checkLoss);
    stored.positions().forEach(this::checkPosition);
    findings.tell();
  }

  /** The cell of a record. */
  private void checkCell(Cell cell) {
    Order order = sent.get(Orders.id(cell));
    findings.expect(
        cell.records() == 1, "record %d is counted %d times", order.id(), cell.records());
    findings.expect(
        Objects.equals(cell.measures().get(0), 1L)
            && isNumber(cell.measures().get(1), order.quantity()),
        "the cell of %s has %s",
        order,
        cell.measures());
  }

  private static boolean isNumber(Object stored, long expected) {
    return new BigDecimal(String.valueOf(stored)).compareTo(BigDecimal.valueOf(expected)) == 0;
  }

  private void checkTopic(UUID topicId, List<PartitionLog> logs) {
    for (int partition = 0; partition < logs.size(); partition++) {
      List<LedgerEntry> byId = ledger(stage.orders().byId(), topicId, partition);
      List<LedgerEntry> byCountry = ledger(stage.orders().byCountry(), topicId, partition);
      findings.expect(
          ranges(byId).equals(ranges(byCountry)),
          "the rollups have counted %s and %s of %s-%d",
          ranges(byId),
          ranges(byCountry),
          topicId,
          partition);
      checkRanges(byId, topicId, partition);
      checkBygone(topicId, partition, ranges(byId));
      for (LedgerEntry entry : byId) {
        Stream<LedgerEntry> others =
            byCountry.stream().filter(each -> each.range().equals(entry.range()));
        offsets.check(Stream.concat(Stream.of(entry), others).toList(), logs.get(partition));
      }
    }
  }

  private List<LedgerEntry> ledger(Rollup rollup, UUID topicId, int partition) {
    return stored.ledger().stream()
        .filter(each -> each.rollup().equals(rollup.id()))
        .filter(each -> each.topicId().equals(topicId) && each.partition() == partition)
        .toList();
  }

  private static List<OffsetRange> ranges(List<LedgerEntry> entries) {
    return entries.stream().map(LedgerEntry::range).toList();
  }

  private void checkRanges(List<LedgerEntry> entries, UUID topicId, int partition) {
    for (int i = 1; i < entries.size(); i++) {
      OffsetRange before = entries.get(i - 1).range();
      OffsetRange after = entries.get(i).range();
      findings.expect(
          before.next() < after.first(),
          "ranges %s and %s of %s-%d meet or overlap",
          before,
          after,
          topicId,
          partition);
    }
  }

  /** The cells that all hosts share have just what the cells of single records have. */
  private void checkHotCells() {
    Map<String, Long> records = new TreeMap<>();
    Map<String, Long> quantities = new TreeMap<>();
    for (Cell cell : stored.cells(stage.orders().byId().id())) {
      Order order = sent.get(Orders.id(cell));
      records.merge(order.country(), 1L, Long::sum);
      quantities.merge(order.country(), order.quantity(), Long::sum);
    }
    for (Cell cell : stored.cells(stage.orders().byCountry().id())) {
      String country = (String) cell.dimensions().get(0);
      Long expected = records.remove(country);
      Long quantity = quantities.get(country);
      findings.expect(
          expected != null
              && quantity != null
              && cell.records() == expected
              && Objects.equals(cell.measures().get(0), expected)
              && isNumber(cell.measures().get(1), quantity),
          "the cell of %s has %d records and %s, but %d records have %d",
          country,
          cell.records(),
          cell.measures(),
          expected,
          quantity);
    }
    findings.expect(records.isEmpty(), "there is no cell for %s", records);
  }

  /** What is written down as lost is gone, or the operator has passed over it. */
  private void checkLoss(RecordedLoss recorded) {
    Loss loss = recorded.loss();
    PartitionLog log = stage.topic().log(loss.topicId(), loss.partition().number());
    OffsetRange lost = loss.range();
    boolean gone =
        lost.isEmpty()
            || switch (loss.kind()) {
              case RETENTION -> log != null && lost.next() <= log.start();
              case TRUNCATION ->
                  log != null && log.cuts().stream().anyMatch(cut -> cut.from() <= lost.first());
              case RECREATED ->
                  log != null
                      && !loss.topicId().equals(stage.topic().id())
                      && lost.next() <= log.everEnd()
                      && isUncounted(loss);
              case SKIPPED -> log != null && isPassedOver(lost, log);
            };
    findings.expect(gone, "%s is written down, and isn't true", recorded);
  }

  private boolean isUncounted(Loss loss) {
    return ranges(ledger(stage.orders().byId(), loss.topicId(), loss.partition().number())).stream()
        .noneMatch(
            each -> each.first() < loss.range().next() && loss.range().first() < each.next());
  }

  /** The operator of the simulation only passes over what retention or a cut has taken. */
  private static boolean isPassedOver(OffsetRange skipped, PartitionLog log) {
    for (long offset = skipped.first(); offset < skipped.next(); offset++) {
      boolean gone = offset < log.start() || log.everAt(offset).size() > 1;
      if (!gone && log.at(offset) != null && log.at(offset).kind() == LogEntry.Kind.RECORD) {
        return false;
      }
    }
    return true;
  }

  /** What lies before a position is counted, or written down as lost. */
  private void checkPosition(StoredPosition position) {
    checkThatAllIsKnown(
        new OffsetRange(position.firstOffset(), position.nextOffset()),
        position.topicId(),
        position.partition().number());
  }

  /** A topic that is no more was counted up to where that is written down. */
  private void checkBygone(UUID topicId, int partition, List<OffsetRange> counted) {
    if (counted.isEmpty() || topicId.equals(stage.topic().id())) {
      return;
    }
    long end = counted.get(counted.size() - 1).next();
    OptionalLong told =
        losses(topicId, partition)
            .filter(each -> each.kind() == Loss.Kind.RECREATED)
            .mapToLong(each -> each.range().first())
            .filter(first -> first >= end)
            .min();
    findings.expect(
        told.isPresent(),
        "%s-%d was counted up to %d, and nobody was told that it is no more",
        topicId,
        partition,
        end);
    if (told.isPresent()) {
      OffsetRange before = new OffsetRange(counted.get(0).first(), told.getAsLong());
      checkThatAllIsKnown(before, topicId, partition);
    }
  }

  private Stream<Loss> losses(UUID topicId, int partition) {
    return stored.losses().stream()
        .filter(each -> each.state() != RecordedLoss.State.UNDONE)
        .map(RecordedLoss::loss)
        .filter(each -> each.topicId().equals(topicId))
        .filter(each -> each.partition().number() == partition);
  }

  private void checkThatAllIsKnown(OffsetRange offsets, UUID topicId, int partition) {
    List<OffsetRange> known =
        new ArrayList<>(ranges(ledger(stage.orders().byId(), topicId, partition)));
    losses(topicId, partition).forEach(each -> known.add(each.range()));
    for (long offset = offsets.first(); offset < offsets.next(); offset++) {
      long each = offset;
      if (known.stream().noneMatch(range -> range.contains(each))) {
        findings.expect(
            false,
            "offset %d of %s-%d, in %s, is neither counted nor lost",
            offset,
            topicId,
            partition,
            offsets);
        return;
      }
    }
  }
}
