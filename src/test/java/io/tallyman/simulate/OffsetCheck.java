package io.tallyman.simulate;

import io.tallyman.event.RejectReason;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.simulate.database.CommittedRows;
import io.tallyman.simulate.database.RecordedLoss;
import io.tallyman.simulate.kafka.LogEntry;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.store.LedgerEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares what the ledger has counted with the logs, offset by offset. A log may have had several
 * records at an offset, one after the other: then any one of them may have been counted, but only
 * one; and if it isn't the one that stands there now, somebody has to have been told.
 */
final class OffsetCheck {

  private record LetterPlace(UUID topicId, int partition, long offset) {}

  /** What the logs say of a range: the least and the most of each, as far as one can know. */
  private static final class Expected {
    private long served;
    private long absent;
    private boolean sure = true;
    private final Map<Order.Kind, Long> outcomes = new TreeMap<>();

    void serve(Order.Kind kind) {
      served++;
      outcomes.merge(kind, 1L, Long::sum);
    }

    long of(Order.Kind kind) {
      return outcomes.getOrDefault(kind, 0L);
    }
  }

  private final Stage stage;
  private final List<Order> sent;
  private final CommittedRows stored;
  private final Findings findings;
  private final Map<Integer, Long> countedById = new HashMap<>();
  private final Map<LetterPlace, DeadLetter> letters = new HashMap<>();

  OffsetCheck(Stage stage, List<Order> sent, CommittedRows stored, Findings findings) {
    this.stage = stage;
    this.sent = sent;
    this.stored = stored;
    this.findings = findings;
    for (Cell cell : stored.cells(stage.orders().byId().id())) {
      countedById.put(Orders.id(cell), cell.records());
    }
    for (DeadLetter letter : stored.deadLetters()) {
      letters.put(
          new LetterPlace(letter.topicId(), letter.partition().number(), letter.offset()), letter);
    }
  }

  /** Compares an entry of each rollup, which have the same range, with the log. */
  void check(List<LedgerEntry> entries, PartitionLog log) {
    Expected expected = offsets(entries.get(0), log);
    entries.forEach(each -> checkEntry(each, expected));
  }

  /** Whatever no entry has claimed belongs to no range of the ledger. */
  void checkThatNothingIsLeft() {
    countedById.forEach(
        (id, records) -> findings.expect(false, "%s is counted, and in no range", sent.get(id)));
    letters.forEach(
        (place, letter) -> findings.expect(false, "dead letter %s is in no range", letter));
  }

  /** Every offset of a range, against what ever stood there. */
  private Expected offsets(LedgerEntry entry, PartitionLog log) {
    Expected expected = new Expected();
    for (long offset = entry.range().first(); offset < entry.range().next(); offset++) {
      List<LogEntry> ever = log.everAt(offset);
      DeadLetter letter =
          letters.remove(new LetterPlace(entry.topicId(), entry.partition(), offset));
      if (ever.size() == 1) {
        checkOffset(ever.get(0), letter, expected);
      } else {
        expected.sure = false;
        checkOneOf(ever, letter, offset)
            .ifPresent(counted -> checkThatItWasTold(counted, log, entry));
      }
    }
    return expected;
  }

  private void checkOffset(LogEntry there, DeadLetter letter, Expected expected) {
    if (there.kind() != LogEntry.Kind.RECORD) {
      expected.absent++;
      findings.expect(letter == null, "%s has a dead letter", there);
      return;
    }
    Order order = sent.get(Order.id(there.value()));
    expected.serve(order.kind());
    boolean counted = countedById.remove(order.id()) != null;
    findings.expect(
        counted == (order.kind() == Order.Kind.COUNTED), "%s at %s: %s", order, there, counted);
    checkLetter(order, letter, there);
  }

  private void checkLetter(Order order, DeadLetter letter, LogEntry there) {
    RejectReason reason =
        switch (order.kind()) {
          case MALFORMED -> RejectReason.MALFORMED;
          case REFUSED -> RejectReason.UNSTORABLE;
          default -> null;
        };
    findings.expect(
        (letter == null ? null : letter.reason()) == reason,
        "%s at %s has the dead letter %s",
        order,
        there,
        letter);
  }

  /** Of several records at an offset, at most one is counted: that one, if there is one. */
  private Optional<LogEntry> checkOneOf(List<LogEntry> ever, DeadLetter letter, long offset) {
    List<LogEntry> counted =
        ever.stream()
            .filter(each -> each.kind() == LogEntry.Kind.RECORD)
            .filter(each -> countedById.remove(Order.id(each.value())) != null)
            .toList();
    findings.expect(
        counted.size() + (letter == null ? 0 : 1) <= 1,
        "offset %d, where %s stood, is counted %d times, with the letter %s",
        offset,
        ever,
        counted.size(),
        letter);
    return counted.stream().findFirst();
  }

  /**
   * A record that was counted, where another stands now, is written down as lost. Nobody can know
   * it of a topic that was deleted, nor once retention has taken the other one too, nor of a log
   * that was cut short once more while its partition was stopped already.
   */
  private void checkThatItWasTold(LogEntry counted, PartitionLog log, LedgerEntry in) {
    LogEntry now = log.at(counted.offset());
    if (now == null || now == counted || now.kind() != LogEntry.Kind.RECORD) {
      return;
    }
    List<Loss> losses =
        stored.losses().stream()
            .map(RecordedLoss::loss)
            .filter(each -> each.topicId().equals(in.topicId()))
            .filter(each -> each.partition().number() == in.partition())
            .toList();
    findings.expect(
        !in.topicId().equals(stage.topic().id())
            || losses.stream().anyMatch(each -> each.range().contains(counted.offset()))
            || (!losses.isEmpty() && log.truncations() > 1),
        "%s was counted, where %s stands now, and nobody was told",
        counted,
        now);
  }

  private void checkEntry(LedgerEntry entry, Expected expected) {
    if (!expected.sure) {
      return;
    }
    boolean right =
        entry.served() == expected.served
            && entry.absent() == expected.absent
            && entry.outcomes().counted() == expected.of(Order.Kind.COUNTED)
            && entry.outcomes().filtered() == expected.of(Order.Kind.FILTERED)
            && entry.outcomes().late() == expected.of(Order.Kind.LATE)
            && entry.outcomes().early() == expected.of(Order.Kind.EARLY)
            && entry.outcomes().rejected()
                == expected.of(Order.Kind.MALFORMED) + expected.of(Order.Kind.REFUSED);
    findings.expect(
        right,
        "%s, but the log has served %d, absent %d, %s",
        entry,
        expected.served,
        expected.absent,
        expected.outcomes);
  }
}
