package io.tallyman.simulate;

import com.google.errorprone.annotations.FormatMethod;
import io.tallyman.event.OffsetRange;
import io.tallyman.event.RejectReason;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Rollup;
import io.tallyman.simulate.database.CommittedRows;
import io.tallyman.simulate.database.RecordedLoss;
import io.tallyman.simulate.kafka.LogEntry;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.StoredPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares what is stored with a recount of the logs. A log may have had several records at an
 * offset, one after the other: then any one of them may have been counted, but only one.
 */
final class Checker {

  /** What was found at one place, in one sentence. */
  private final List<String> wrong = new ArrayList<>();

  private final Stage stage;
  private final List<Order> sent;
  private final CommittedRows stored;
  private final Map<Integer, Long> countedById = new HashMap<>();
  private final Map<LetterPlace, DeadLetter> letters = new HashMap<>();

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

  Checker(Stage stage, List<Order> sent) {
    this.stage = stage;
    this.sent = sent;
    this.stored = stage.database().contents();
  }

  /**
   * @throws Violation with all that is wrong
   */
  void check() {
    readCells();
    readLetters();
    stage.topic().everything().forEach(this::checkTopic);
    checkThatNothingIsFromNowhere();
    checkHotCells();
    stored.positions().forEach(this::checkPosition);
    if (!wrong.isEmpty()) {
      throw new Violation(String.join("\n", wrong));
    }
  }

  @FormatMethod
  private void expect(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      wrong.add(otherwise.formatted(values));
    }
  }

  private void readCells() {
    for (Cell cell : stored.cells(stage.orders().byId().id())) {
      int id = Integer.parseInt((String) Objects.requireNonNull(cell.dimensions().get(0)));
      countedById.put(id, cell.records());
      expect(cell.records() == 1, "record %d is counted %d times", id, cell.records());
      Order order = sent.get(id);
      expect(
          Objects.equals(cell.measures().get(0), 1L)
              && isNumber(cell.measures().get(1), order.quantity()),
          "the cell of %s has %s",
          order,
          cell.measures());
    }
  }

  private static boolean isNumber(Object stored, long expected) {
    return new BigDecimal(String.valueOf(stored)).compareTo(BigDecimal.valueOf(expected)) == 0;
  }

  private void readLetters() {
    for (DeadLetter letter : stored.deadLetters()) {
      letters.put(
          new LetterPlace(letter.topicId(), letter.partition().number(), letter.offset()), letter);
    }
  }

  private void checkTopic(UUID topicId, List<PartitionLog> logs) {
    for (int partition = 0; partition < logs.size(); partition++) {
      List<LedgerEntry> byId = ledger(stage.orders().byId(), topicId, partition);
      List<LedgerEntry> byCountry = ledger(stage.orders().byCountry(), topicId, partition);
      expect(
          ranges(byId).equals(ranges(byCountry)),
          "the rollups have counted %s and %s of %s-%d",
          ranges(byId),
          ranges(byCountry),
          topicId,
          partition);
      checkRanges(byId, topicId, partition);
      for (LedgerEntry entry : byId) {
        Expected expected = checkOffsets(entry, logs.get(partition));
        checkEntry(entry, expected);
        byCountry.stream()
            .filter(each -> each.range().equals(entry.range()))
            .forEach(each -> checkEntry(each, expected));
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
      expect(
          before.next() < after.first(),
          "ranges %s and %s of %s-%d meet or overlap",
          before,
          after,
          topicId,
          partition);
    }
  }

  /** Every offset of a range, against what ever stood there. */
  private Expected checkOffsets(LedgerEntry entry, PartitionLog log) {
    Expected expected = new Expected();
    for (long offset = entry.range().first(); offset < entry.range().next(); offset++) {
      List<LogEntry> ever = log.everAt(offset);
      DeadLetter letter =
          letters.remove(new LetterPlace(entry.topicId(), entry.partition(), offset));
      if (ever.size() == 1) {
        checkOffset(ever.get(0), letter, expected);
      } else {
        expected.sure = false;
        checkOneOf(ever, letter, offset);
      }
    }
    return expected;
  }

  private void checkOffset(LogEntry there, DeadLetter letter, Expected expected) {
    if (there.kind() != LogEntry.Kind.RECORD) {
      expected.absent++;
      expect(letter == null, "%s has a dead letter", there);
      return;
    }
    Order order = sent.get(Order.id(there.value()));
    expected.serve(order.kind());
    boolean counted = countedById.remove(order.id()) != null;
    expect(counted == (order.kind() == Order.Kind.COUNTED), "%s at %s: %s", order, there, counted);
    checkLetter(order, letter, there);
  }

  private void checkLetter(Order order, DeadLetter letter, LogEntry there) {
    RejectReason reason =
        switch (order.kind()) {
          case MALFORMED -> RejectReason.MALFORMED;
          case REFUSED -> RejectReason.UNSTORABLE;
          default -> null;
        };
    expect(
        (letter == null ? null : letter.reason()) == reason,
        "%s at %s has the dead letter %s",
        order,
        there,
        letter);
  }

  private void checkOneOf(List<LogEntry> ever, DeadLetter letter, long offset) {
    long counted =
        ever.stream()
            .filter(each -> each.kind() == LogEntry.Kind.RECORD)
            .filter(each -> countedById.remove(Order.id(each.value())) != null)
            .count();
    expect(
        counted + (letter == null ? 0 : 1) <= 1,
        "offset %d, where %s stood, is counted %d times, with the letter %s",
        offset,
        ever,
        counted,
        letter);
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
    expect(
        right,
        "%s, but the log has served %d, absent %d, %s",
        entry,
        expected.served,
        expected.absent,
        expected.outcomes);
  }

  /** Whatever is left belongs to no range of the ledger. */
  private void checkThatNothingIsFromNowhere() {
    countedById.forEach(
        (id, records) -> expect(false, "%s is counted, and in no range", sent.get(id)));
    letters.forEach((place, letter) -> expect(false, "dead letter %s is in no range", letter));
  }

  /** The cells that all hosts share have just what the cells of single records have. */
  private void checkHotCells() {
    Map<String, Long> records = new TreeMap<>();
    Map<String, Long> quantities = new TreeMap<>();
    for (Cell cell : stored.cells(stage.orders().byId().id())) {
      Order order = sent.get(Integer.parseInt((String) cell.dimensions().get(0)));
      records.merge(order.country(), 1L, Long::sum);
      quantities.merge(order.country(), order.quantity(), Long::sum);
    }
    for (Cell cell : stored.cells(stage.orders().byCountry().id())) {
      String country = (String) cell.dimensions().get(0);
      Long expected = records.remove(country);
      Long quantity = quantities.get(country);
      expect(
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
    expect(records.isEmpty(), "there is no cell for %s", records);
  }

  /** What lies before a position is counted, or written down as lost. */
  private void checkPosition(StoredPosition position) {
    int partition = position.partition().number();
    List<OffsetRange> known =
        new ArrayList<>(ranges(ledger(stage.orders().byId(), position.topicId(), partition)));
    stored.losses().stream()
        .filter(each -> each.state() != RecordedLoss.State.UNDONE)
        .map(RecordedLoss::loss)
        .filter(each -> each.topicId().equals(position.topicId()))
        .filter(each -> each.partition().number() == partition)
        .forEach(each -> known.add(each.range()));
    for (long offset = position.firstOffset(); offset < position.nextOffset(); offset++) {
      long each = offset;
      if (known.stream().noneMatch(range -> range.contains(each))) {
        expect(false, "offset %d before %s is neither counted nor lost", offset, position);
        return;
      }
    }
  }
}
