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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Compares what the ledger has counted with the logs, offset by offset. A log may have had several
 * entries at an offset, one after the other: then one of them has to explain what is stored, and if
 * that isn't the one that stands there now, somebody has to have been told.
 */
final class OffsetCheck {

  private record LetterPlace(UUID topicId, int partition, long offset) {}

  private final Stage stage;
  private final List<Order> sent;
  private final CommittedRows stored;
  private final Findings findings;
  private final Set<Integer> counted = new HashSet<>();
  private final Map<LetterPlace, DeadLetter> letters = new HashMap<>();

  OffsetCheck(Stage stage, List<Order> sent, CommittedRows stored, Findings findings) {
    this.stage = stage;
    this.sent = sent;
    this.stored = stored;
    this.findings = findings;
    for (Cell cell : stored.cells(stage.orders().byId().id())) {
      counted.add(Orders.id(cell));
    }
    for (DeadLetter letter : stored.deadLetters()) {
      letters.put(
          new LetterPlace(letter.topicId(), letter.partition().number(), letter.offset()), letter);
    }
  }

  /** Compares an entry of each rollup, which have the same range, with the log. */
  void check(List<LedgerEntry> entries, PartitionLog log) {
    LedgerEntry first = entries.get(0);
    Recount recount = new Recount();
    for (long offset = first.range().first(); offset < first.range().next(); offset++) {
      recount.add(explanations(first, offset, log));
    }
    entries.forEach(
        entry -> findings.expect(recount.allows(entry), "%s, but the log has %s", entry, recount));
  }

  /** Whatever no entry has claimed belongs to no range of the ledger. */
  void checkThatNothingIsLeft() {
    counted.forEach(id -> findings.expect(false, "%s is counted, and in no range", sent.get(id)));
    letters.forEach(
        (place, letter) -> findings.expect(false, "dead letter %s is in no range", letter));
  }

  /** What may have become of the record at an offset, by what is stored; empty for absent. */
  private Set<Optional<Order.Kind>> explanations(LedgerEntry in, long offset, PartitionLog log) {
    List<LogEntry> ever = log.everAt(offset);
    DeadLetter letter = letters.remove(new LetterPlace(in.topicId(), in.partition(), offset));
    Set<Integer> here =
        ever.stream()
            .flatMap(each -> order(each).stream())
            .map(Order::id)
            .filter(counted::contains)
            .collect(Collectors.toSet());
    List<LogEntry> explaining = ever.stream().filter(each -> explains(each, here, letter)).toList();
    findings.expect(
        !explaining.isEmpty(),
        "%s stood at offset %d, of which %s are counted, and the dead letter is %s",
        ever.stream().map(each -> each + " " + order(each)).toList(),
        offset,
        here,
        letter);
    counted.removeAll(here);
    if (explaining.size() == 1) {
      checkThatItWasTold(explaining.get(0), log, in);
    }
    return explaining.stream()
        .map(each -> order(each).map(Order::kind))
        .collect(Collectors.toSet());
  }

  /** What a consumer is served of an entry; empty where it is served nothing. */
  private Optional<Order> order(LogEntry entry) {
    return entry.kind() == LogEntry.Kind.RECORD
        ? Optional.of(sent.get(Order.id(entry.value())))
        : Optional.empty();
  }

  private boolean explains(LogEntry entry, Set<Integer> counted, DeadLetter letter) {
    Optional<Order> order = order(entry);
    RejectReason reason = letter == null ? null : letter.reason();
    Set<Integer> own =
        order
            .filter(each -> each.kind() == Order.Kind.COUNTED)
            .map(each -> Set.of(each.id()))
            .orElse(Set.of());
    return counted.equals(own) && reason == order.map(OffsetCheck::reason).orElse(null);
  }

  private static RejectReason reason(Order order) {
    return switch (order.kind()) {
      case MALFORMED -> RejectReason.MALFORMED;
      case REFUSED -> RejectReason.UNSTORABLE;
      default -> null;
    };
  }

  /**
   * Where another leader's entry stands in place of what was read, that is written down as lost.
   * Nobody can know it of a topic that was deleted, nor once retention has taken the other one too,
   * nor of a log that was cut off unseen: while its partition was stopped already, say.
   */
  private void checkThatItWasTold(LogEntry read, PartitionLog log, LedgerEntry in) {
    LogEntry now = log.at(read.offset());
    if (now == null
        || now.leaderEpoch() == read.leaderEpoch()
        || !in.topicId().equals(stage.topic().id())) {
      return;
    }
    List<Loss> losses =
        stored.losses().stream()
            .map(RecordedLoss::loss)
            .filter(each -> each.topicId().equals(in.topicId()))
            .filter(each -> each.partition().number() == in.partition())
            .toList();
    boolean unseen = log.cuts().stream().anyMatch(each -> each.hides(read));
    findings.expect(
        unseen || losses.stream().anyMatch(each -> each.range().contains(read.offset())),
        "%s %s was read, where %s %s stands now, and nobody was told",
        read,
        order(read),
        now,
        order(now));
  }
}
