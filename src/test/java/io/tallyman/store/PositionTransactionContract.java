package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What transactions see and hold of positions. */
abstract class PositionTransactionContract extends TransactionKit {

  @Test
  void shouldSeeWhatIsCommittedWithoutWaitingAndItsOwnChanges() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.lockPosition(purchases().partition(0));
    one.takeOver(purchases().partition(0), "one");
    one.insertPositionIfAbsent(purchases().partition(1), purchases().topicId());

    assertThat(one.ownerEpoch(purchases().partition(0))).hasValue(1);
    assertThat(two.ownerEpoch(purchases().partition(0))).hasValue(0);
    one.commit();
    assertThat(two.ownerEpoch(purchases().partition(0))).hasValue(1);
  }

  @Test
  void shouldNotSeePositionsBeforeTheyAreCommitted() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    insert(one, Map.of(0, 5L));

    assertThat(one.hasPositions(purchases().source(), "purchases")).isTrue();
    assertThat(two.hasPositions(purchases().source(), "purchases")).isFalse();
    one.commit();
    assertThat(two.hasPositions(purchases().source(), "purchases")).isTrue();
    assertThat(two.lockPosition(purchases().partition(0)).nextOffset()).isEqualTo(5);
  }

  @Test
  void shouldReadTheNewestCommitAfterWaitingForALock() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    assertThat(two.ownerEpoch(purchases().partition(0))).hasValue(0);
    one.takeOver(purchases().partition(0), "one");

    Future<LockedPosition> locked = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(locked);
    one.commit();

    assertThat(answer(locked).ownerEpoch()).isEqualTo(1);
  }

  @Test
  void shouldReadWhatWasThereAfterWaitingForARollback() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.takeOver(purchases().partition(0), "one");

    Future<LockedPosition> locked = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(locked);
    one.rollback();

    assertThat(answer(locked).ownerEpoch()).isZero();
  }

  @Test
  void shouldGiveARowToThoseWhoWaitInTheirOrder() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    StoreTransaction three = begin();
    one.lockPosition(purchases().partition(0));
    Future<LockedPosition> second = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(second);
    Future<LockedPosition> third = meanwhile(() -> three.lockPosition(purchases().partition(0)));
    assertWaits(third);

    one.rollback();
    answer(second);
    assertWaits(third);
    two.commit();
    answer(third);
  }

  @Test
  void shouldLockNothingWhereThereIsNoRow() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();

    assertThat(one.lockPosition(purchases().partition(0))).isNull();
    assertThat(one.advance(progress(0, 0, 3))).containsExactly(0);
    two.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());
    two.commit();
    assertThat(one.lockPosition(purchases().partition(0))).isNotNull();
  }

  @Test
  void shouldWaitForAnInsertAndThenFindTheRow() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    insert(one, Map.of(0, 7L));

    Future<LockedPosition> locked =
        meanwhile(
            () -> {
              two.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());
              return two.lockPosition(purchases().partition(0));
            });
    assertWaits(locked);
    one.commit();

    assertThat(answer(locked).nextOffset()).isEqualTo(7);
  }

  @Test
  void shouldFailAnInsertOfWhatAnotherHasInsertedAndUndoTheStatement() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    insert(one, Map.of(1, 7L));

    Future<String> late = meanwhileDo(() -> insert(two, Map.of(0, 1L, 1, 1L)));
    assertWaits(late);
    one.commit();

    assertThat(failure(late).getErrorCode()).isEqualTo(1062);
    two.commit();
    assertThat(one.lockPosition(purchases().partition(0))).isNull();
    assertThat(one.lockPosition(purchases().partition(1)).nextOffset()).isEqualTo(7);
  }

  @Test
  void shouldInsertWhatAnotherHasRolledBack() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    insert(one, Map.of(0, 7L));

    Future<String> late = meanwhileDo(() -> insert(two, Map.of(0, 1L)));
    assertWaits(late);
    one.rollback();

    answer(late);
    two.commit();
    assertThat(one.lockPosition(purchases().partition(0)).nextOffset()).isEqualTo(1);
  }

  @Test
  void shouldAdvanceOnlyWhatMatches() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    one.takeOver(purchases().partition(0), "one");

    assertThat(one.advance(progress(0, 2, 3))).containsExactly(0);
    assertThat(one.advance(progress(1, 1, 3))).containsExactly(0);
    assertThat(one.advance(progress(0, 1, 3))).containsExactly(1);
    assertThat(one.advance(progress(3, 1, 0)))
        .as("matched rows count, though nothing changes")
        .containsExactly(1);
    assertThat(one.lockPosition(purchases().partition(0)).nextOffset()).isEqualTo(3);
  }

  @Test
  void shouldGiveBackARowThatDoesNotMatch() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();

    assertThat(one.advance(progress(5, 0, 3))).containsExactly(0);
    assertThat(answer(meanwhile(() -> two.lockPosition(purchases().partition(0))))).isNotNull();
  }

  @Test
  void shouldKeepARowThatDoesNotMatchWhereItWasHeldBefore() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.lockPosition(purchases().partition(0));

    assertThat(one.advance(progress(5, 0, 3))).containsExactly(0);
    Future<LockedPosition> locked = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(locked);
    one.rollback();
    answer(locked);
  }

  @Test
  void shouldCompareWithTheNewestCommitAfterWaiting() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.advance(progress(0, 0, 3));

    Future<int[]> late = meanwhile(() -> two.advance(progress(0, 0, 4)));
    assertWaits(late);
    one.commit();

    assertThat(answer(late)).containsExactly(0);
    assertThat(two.lockPosition(purchases().partition(0)).nextOffset()).isEqualTo(3);
  }

  @Test
  void shouldMatchAgainAfterWaitingForARollback() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.advance(progress(0, 0, 3));

    Future<int[]> late = meanwhile(() -> two.advance(progress(0, 0, 4)));
    assertWaits(late);
    one.rollback();

    assertThat(answer(late)).containsExactly(1);
  }

  @Test
  void shouldUndoAllThatIsRolledBackAndGoOn() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    one.takeOver(purchases().partition(0), "one");
    one.addCells(cells("de"));
    one.replaceLedger(List.of(entry(0, 3)));
    one.rollback();

    assertThat(one.lockPosition(purchases().partition(0)).ownerEpoch()).isZero();
    one.takeOver(purchases().partition(0), "one");
    one.commit();
    assertThat(one.ownerEpoch(purchases().partition(0))).hasValue(1);
    assertThat(countries()).isEmpty();
    assertThat(contents().ledger(purchases().byCountry())).isEmpty();
  }

  @Test
  void shouldRollBackWhatIsClosedOrThrownAway() throws Exception {
    enrolled();
    StoreTransaction closed = begin();
    closed.takeOver(purchases().partition(0), "closed");
    closed.close();
    StoreTransaction thrownAway = begin();
    assertThat(thrownAway.lockPosition(purchases().partition(0)).ownerEpoch()).isZero();
    thrownAway.takeOver(purchases().partition(0), "thrown away");
    thrownAway.discard();

    StoreTransaction next = begin();
    assertThat(answer(meanwhile(() -> next.lockPosition(purchases().partition(0)))).ownerEpoch())
        .isZero();
  }
}
