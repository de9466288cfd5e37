package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.StoredContents.Letter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the steps of transactions do side by side at READ COMMITTED: held against real servers and
 * against the model of the simulation, so that the model stays honest.
 */
public abstract class TransactionContract extends HeldRowsContract {

  @Test
  void shouldAddToACellOnlyAfterWhoHoldsItIsDone() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.addCells(cells("de", "fr"));

    Future<String> late = meanwhileDo(() -> two.addCells(cells("fr", "it")));
    assertWaits(late);
    one.commit();
    answer(late);
    two.commit();

    assertThat(countries())
        .containsOnly(Map.entry("de", 1L), Map.entry("fr", 2L), Map.entry("it", 1L));
  }

  @Test
  void shouldNotShowCellsBeforeTheyAreCommitted() throws Exception {
    StoreTransaction one = begin();
    one.addCells(cells("de"));
    assertThat(countries()).isEmpty();
    one.commit();
    assertThat(countries()).containsOnly(Map.entry("de", 1L));
  }

  @Test
  void shouldRollOneBackWholeWhenTwoWaitForEachOther() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.addCells(cells("de"));
    two.addCells(cells("fr"));

    Future<String> second = meanwhileDo(() -> two.addCells(cells("de")));
    assertWaits(second);
    Future<String> first = meanwhileDo(() -> one.addCells(cells("fr")));

    assertOneGivesWay(first, second);
    one.commit();
    two.commit();
    assertThat(countries())
        .as("all of one, nothing of the other")
        .hasSize(2)
        .containsValues(1L, 1L);
  }

  @Test
  void shouldUndoOnlyTheStatementThatWaitedTooLong() throws Exception {
    List<String> order = inOrder("de", "fr");
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.addCells(cells(order.get(1)));
    two.addCells(total());

    SQLException failure = failure(() -> two.addCells(cells(order.get(0), order.get(1))));

    assertThat(failure.getErrorCode()).isEqualTo(1205);
    assertThat(failure.getSQLState()).isEqualTo("40001");
    Future<String> locked = meanwhileDo(() -> begin().addCells(total()));
    assertWaits(locked);
    two.commit();
    answer(locked);
    assertThat(countries()).isEmpty();
    assertThat(contents().cells(purchases().total())).hasSize(1);
    one.commit();
    assertThat(countries()).containsOnly(Map.entry(order.get(1), 1L));
  }

  @Test
  void shouldUndoOnlyTheStatementWhoseDataIsRefused() throws Exception {
    StoreTransaction one = begin();
    one.addCells(total());

    SQLException failure = failure(() -> one.addCells(cells("de", "x".repeat(256), "fr")));

    assertThat(failure.getSQLState()).isEqualTo("22001");
    assertThat(failure.getErrorCode()).isEqualTo(1406);
    one.commit();
    assertThat(countries()).isEmpty();
    assertThat(contents().cells(purchases().total())).hasSize(1);
  }

  @Test
  void shouldRefuseALedgerEntryThatDoesNotBalance() throws Exception {
    StoreTransaction one = begin();
    one.replaceLedger(List.of(entry(20, 30)));
    LedgerEntry broken = entry(0, 10, new Outcomes(9, 0, 0, 0, 0, 0));

    SQLException failure = failure(() -> one.replaceLedger(List.of(entry(40, 50), broken)));

    assertThat(failure.getErrorCode()).isIn(3819, 4025);
    one.commit();
    assertThat(contents().ledger(purchases().byCountry()))
        .singleElement()
        .satisfies(line -> assertThat(line.range()).isEqualTo(new OffsetRange(20, 30)));
  }

  @Test
  void shouldReadTheLedgerAroundAnEntryWithoutWaiting() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.replaceLedger(List.of(entry(0, 10), entry(20, 30), entry(40, 50)));
    one.commit();
    one.replaceLedger(List.of(entry(20, 25)));
    one.deleteLedger(List.of(entry(0, 10)));

    assertThat(two.ledgerAround(List.of(entry(10, 20))))
        .containsExactlyInAnyOrder(entry(0, 10), entry(20, 30));
    assertThat(one.ledgerAround(List.of(entry(10, 20)))).containsExactly(entry(20, 25));
    assertThat(two.ledgerAround(List.of(entry(31, 39)))).isEmpty();
    assertThat(two.ledgerAround(List.of(entry(0, 1), entry(49, 60))))
        .containsExactlyInAnyOrder(entry(0, 10), entry(40, 50));
    one.commit();
    assertThat(two.ledgerAround(List.of(entry(10, 20)))).containsExactly(entry(20, 25));
  }

  @Test
  void shouldWaitForWhoChangesTheSameEntryOfTheLedger() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.replaceLedger(List.of(entry(0, 10)));
    one.commit();
    one.deleteLedger(List.of(entry(0, 10)));

    Future<String> late = meanwhileDo(() -> two.replaceLedger(List.of(entry(0, 20))));
    assertWaits(late);
    one.commit();
    answer(late);
    two.commit();

    assertThat(contents().ledger(purchases().byCountry()))
        .singleElement()
        .satisfies(line -> assertThat(line.range().next()).isEqualTo(20));
  }

  @Test
  void shouldKeepTheFirstOfTwoDeadLettersOfARecord() throws Exception {
    List<DeadLetter> letters = List.of(purchases().letter(0, 3, Instant.EPOCH));
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.addDeadLetters(letters);

    Future<String> late = meanwhileDo(() -> two.addDeadLetters(letters));
    assertWaits(late);
    one.commit();
    answer(late);
    two.commit();

    assertThat(contents().deadLetters(purchases().source()))
        .containsExactly(new Letter(0, 3, "malformed"));
  }

  @Test
  void shouldLetALossGrowAfterWhoWritesItIsDone() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.recordLoss(loss(20), false);

    Future<String> late = meanwhileDo(() -> two.recordLoss(loss(30), false));
    assertWaits(late);
    one.commit();
    answer(late);
    two.commit();

    assertThat(contents().losses(purchases().source())).containsExactly(loss(30));
  }

  @Test
  void shouldShowAnOpenLossOnceItIsCommittedAndWaitForNobody() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.recordLoss(loss(20), false);
    assertThat(openLoss(one)).isEqualTo(loss(20));
    assertThat(openLoss(two)).isNull();

    one.commit();

    assertThat(openLoss(two)).isEqualTo(loss(20));
    assertThat(two.openLoss(purchases().partition(1), purchases().topicId())).isNull();
    assertThat(two.openLoss(purchases().partition(0), UUID.randomUUID())).isNull();
  }

  private @Nullable Loss openLoss(StoreTransaction transaction) throws SQLException {
    return transaction.openLoss(purchases().partition(0), purchases().topicId());
  }

  private Loss loss(long next) {
    return new Loss(
        purchases().partition(0),
        purchases().topicId(),
        new OffsetRange(10, next),
        Loss.Kind.RETENTION,
        "retention overtook it at " + next);
  }
}
