package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.RollupCells;
import io.tallyman.simulate.database.CommittedRows;
import io.tallyman.simulate.kafka.LogEntry;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.StoreTransaction;
import io.tallyman.store.StoredPosition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A schedule in which nothing went wrong, but somebody has been at the tables afterwards. */
@Timeout(60)
final class CheckerTest {

  private static final int SOMEBODY = 99;
  private static final long SECOND = 1_000_000_000;
  private static final Plan NOTHING_GOES_WRONG =
      new Plan(7, Plan.Group.SIMPLEST, new Plan.Size(1, 1, 2, 150), SECOND, List.of());

  private final Orders orders = new Orders();
  private final StrandPool pool = new StrandPool();

  /** What somebody does to the tables. */
  private interface Change {
    void in(StoreTransaction transaction, CommittedRows stored) throws Exception;
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void check(Change change) {
    Simulation.play(
        NOTHING_GOES_WRONG,
        orders,
        pool,
        History.SILENT,
        stage -> {
          stage.scheduler().start(SOMEBODY, () -> make(change, stage));
          stage.scheduler().runUntil(stage.scheduler().nanos() + SECOND);
        });
  }

  private static void make(Change change, Stage stage) {
    CommittedRows stored = stage.database().contents();
    try (StoreTransaction transaction = stage.database().connect("somebody").begin()) {
      change.in(transaction, stored);
      transaction.commit();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertSeen(Change change, String... wrong) {
    assertThatThrownBy(() -> check(change)).isInstanceOf(Violation.class).message().contains(wrong);
  }

  private static void add(StoreTransaction transaction, Rollup rollup, Cell cell, long records)
      throws Exception {
    Cell more =
        new Cell(
            cell.bucketStart(),
            cell.key(),
            cell.dimensions(),
            records,
            List.of(records, BigDecimal.ZERO));
    transaction.addCells(new RollupCells(rollup.table(), List.of(more)));
  }

  private LedgerEntry entry(CommittedRows stored) {
    return stored.ledger().stream()
        .filter(each -> each.rollup().equals(orders.byId().id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldFindNothingWhereNobodyWas() {
    check(
        (transaction, stored) -> {
          assertThat(stored.cells(orders.byId().id())).hasSizeGreaterThan(50);
          assertThat(stored.deadLetters()).isNotEmpty();
        });
  }

  @Test
  void shouldSeeARecordThatIsCountedTwice() {
    assertSeen(
        (transaction, stored) ->
            add(transaction, orders.byId(), stored.cells(orders.byId().id()).get(0), 1),
        "is counted 2 times");
  }

  @Test
  void shouldSeeARecordThatIsNotCounted() {
    assertSeen(
        (transaction, stored) ->
            add(transaction, orders.byId(), stored.cells(orders.byId().id()).get(0), -1),
        "is counted 0 times");
  }

  @Test
  void shouldSeeThatTheRollupsDiffer() {
    assertSeen(
        (transaction, stored) ->
            add(transaction, orders.byCountry(), stored.cells(orders.byCountry().id()).get(0), 1),
        "the cell of fr has ");
  }

  @Test
  void shouldSeeALedgerThatSaysOtherwise() {
    assertSeen(
        (transaction, stored) -> {
          LedgerEntry entry = entry(stored);
          transaction.replaceLedger(
              List.of(
                  new LedgerEntry(
                      entry.rollup(),
                      entry.topic(),
                      entry.topicId(),
                      entry.partition(),
                      entry.range(),
                      entry.served() - 1,
                      entry.absent() + 1,
                      entry.outcomes().plus(new Outcomes(-1, 0, 0, 0, 0, 0)))));
        },
        ", but the log has absent ");
  }

  @Test
  void shouldSeeWhatIsInNoRangeOfTheLedger() {
    assertSeen(
        (transaction, stored) ->
            transaction.deleteLedger(
                stored.ledger().stream().filter(each -> each.partition() == 0).toList()),
        " is counted, and in no range",
        " is in no range",
        "is neither counted nor lost");
  }

  @Test
  void shouldSeeThatOnlyOneRollupHasCountedARange() {
    assertSeen(
        (transaction, stored) -> transaction.deleteLedger(List.of(entry(stored))),
        "the rollups have counted [] and [");
  }

  @Test
  void shouldSeeADeadLetterOfARecordThatWasCounted() {
    assertSeen(
        (transaction, stored) -> {
          DeadLetter letter = stored.deadLetters().get(0);
          for (long offset = 0; offset < 5; offset++) {
            transaction.addDeadLetters(
                List.of(
                    new DeadLetter(
                        letter.partition(),
                        letter.topicId(),
                        offset,
                        letter.reason(),
                        "",
                        null,
                        letter.recordTime(),
                        null,
                        null,
                        List.of())));
          }
        },
        "and the dead letter is DeadLetter[");
  }

  @Test
  void shouldSeeAPositionThatHasPassedOverRecords() {
    assertSeen(
        (transaction, stored) -> {
          StoredPosition at = stored.positions().get(0);
          OffsetRange range = new OffsetRange(at.nextOffset(), at.nextOffset() + 1);
          transaction.advance(
              List.of(
                  new PartitionProgress(
                      at.partition(),
                      at.topicId(),
                      at.ownerEpoch(),
                      range,
                      OptionalInt.empty(),
                      0,
                      1,
                      Map.of(),
                      null)));
        },
        "is neither counted nor lost");
  }

  @Test
  void shouldSeeThatNobodyWasToldOfARecordThatIsNoMore() {
    assertThatThrownBy(
            () ->
                Simulation.play(
                    NOTHING_GOES_WRONG,
                    orders,
                    pool,
                    History.SILENT,
                    stage -> {
                      PartitionLog log = stage.topic().log(0);
                      LogEntry counted = find(log, each -> isCounted(each, stage));
                      LogEntry other = find(log, each -> isNothing(each, stage));
                      log.truncate(counted.offset());
                      log.append(other.value(), other.timestamp());
                    }))
        .isInstanceOf(Violation.class)
        .hasMessageContaining(" stands now, and nobody was told");
  }

  private static LogEntry find(PartitionLog log, Predicate<LogEntry> wanted) {
    return LongStream.range(0, log.end())
        .mapToObj(log::at)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  /** A record that makes neither a cell nor a dead letter. */
  private boolean isNothing(LogEntry entry, Stage stage) {
    return entry.kind() == LogEntry.Kind.RECORD
        && !isCounted(entry, stage)
        && stage.database().contents().deadLetters().stream()
            .noneMatch(
                letter -> letter.partition().number() == 0 && letter.offset() == entry.offset());
  }

  private boolean isCounted(LogEntry entry, Stage stage) {
    return entry.kind() == LogEntry.Kind.RECORD
        && stage.database().contents().cells(orders.byId().id()).stream()
            .anyMatch(cell -> Orders.id(cell) == Order.id(entry.value()));
  }
}
