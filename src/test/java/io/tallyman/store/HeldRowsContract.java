package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Which rows a transaction holds after a step that failed or changed nothing, and who gives way.
 */
abstract class HeldRowsContract extends PositionTransactionContract {

  private static final String TOO_LONG = "x".repeat(256);

  @Test
  void shouldHoldARowThatIsThereAlready() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());

    Future<LockedPosition> locked = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(locked);
    one.commit();
    answer(locked);
  }

  @Test
  void shouldHoldTheRowThatMadeAnInsertFail() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    SQLException failure =
        failure(
            () ->
                one.insertPositions(
                    purchases().source(), "purchases", purchases().topicId(), Map.of(0, 1L)));
    assertThat(failure.getErrorCode()).isEqualTo(1062);

    Future<String> late = meanwhileDo(() -> two.takeOver(purchases().partition(0), "two"));
    assertWaits(late);
    one.rollback();
    answer(late);
  }

  @Test
  void shouldFindNothingAfterWaitingForAnInsertThatWasRolledBack() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    one.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());

    Future<LockedPosition> locked = meanwhile(() -> two.lockPosition(purchases().partition(0)));
    assertWaits(locked);
    one.rollback();

    assertThat(answer(locked)).isNull();
    one.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());
  }

  @Test
  void shouldHoldNothingOfARowWhoseInsertWasUndone() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    SQLException failure = failure(() -> one.addCells(cells("de", "fr", "it", TOO_LONG)));
    assertThat(failure.getErrorCode()).isEqualTo(1406);

    two.addCells(cells("de", "fr", "it"));
    two.commit();
    one.commit();
    assertThat(countries()).containsOnlyKeys("de", "fr", "it");
  }

  @Test
  void shouldHoldARowWhoseUpdateWasUndone() throws Exception {
    // one of them is updated before the last is refused, whatever their order is
    StoreTransaction before = begin();
    before.addCells(cells("de", "fr", "it", "es", "nl", "be", "at", "ch"));
    before.commit();
    before.close();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    SQLException failure =
        failure(
            () -> one.addCells(cells("de", "fr", "it", "es", "nl", "be", "at", "ch", TOO_LONG)));
    assertThat(failure.getErrorCode()).isEqualTo(1406);

    Future<String> late =
        meanwhileDo(() -> two.addCells(cells("de", "fr", "it", "es", "nl", "be", "at", "ch")));
    assertWaits(late);
    one.rollback();
    answer(late);
    two.commit();
    assertThat(countries()).containsOnlyKeys("de", "fr", "it", "es", "nl", "be", "at", "ch");
    assertThat(countries().values()).containsOnly(2L);
  }

  @Test
  void shouldRollBackWhoHasDoneLessThoughTheOtherClosedTheCircle() throws Exception {
    StoreTransaction heavy = begin();
    StoreTransaction light = begin();
    heavy.addCells(cells("de", "es", "nl", "be", "at", "ch", "pt", "se"));
    light.addCells(cells("fr"));

    Future<String> second = meanwhileDo(() -> light.addCells(cells("de")));
    assertWaits(second);
    Future<String> first = meanwhileDo(() -> heavy.addCells(cells("fr")));

    assertThat(failure(second).getErrorCode()).isEqualTo(1213);
    answer(first);
    heavy.commit();
    assertThat(countries()).hasSize(9);
  }

  @Test
  void shouldRollBackWhoHasDoneLessThoughItCameLast() throws Exception {
    StoreTransaction heavy = begin();
    StoreTransaction light = begin();
    heavy.addCells(cells("de", "es", "nl", "be", "at", "ch", "pt", "se"));
    light.addCells(cells("fr"));

    Future<String> first = meanwhileDo(() -> heavy.addCells(cells("fr")));
    assertWaits(first);
    Future<String> second = meanwhileDo(() -> light.addCells(cells("de")));

    assertThat(failure(second).getErrorCode()).isEqualTo(1213);
    answer(first);
    heavy.commit();
    assertThat(countries()).hasSize(9);
  }

  @Test
  void shouldBeInNobodysWayAfterItWaitedTooLong() throws Exception {
    enrolled();
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    StoreTransaction three = begin();
    one.lockPosition(purchases().partition(0));
    SQLException failure = failure(() -> two.lockPosition(purchases().partition(0)));
    assertThat(failure.getErrorCode()).isEqualTo(1205);

    one.commit();
    assertThat(answer(meanwhile(() -> three.lockPosition(purchases().partition(0))))).isNotNull();
  }

  @Test
  void shouldLetOneGiveWayOfTwoThatWaitedForAnInsertThatWasRolledBack() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    StoreTransaction three = begin();
    insert(one, Map.of(0, 7L));

    Future<String> second = meanwhileDo(() -> insert(two, Map.of(0, 2L)));
    assertWaits(second);
    Future<String> third = meanwhileDo(() -> insert(three, Map.of(0, 3L)));
    assertWaits(third);
    one.rollback();

    assertOneGivesWay(second, third);
  }

  @Test
  void shouldLetOneGiveWayOfTwoThatWaitedToInsertOrUpdateWhatWasRolledBack() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    StoreTransaction three = begin();
    upsert(one);

    Future<String> second = meanwhileDo(() -> upsert(two));
    assertWaits(second);
    Future<String> third = meanwhileDo(() -> upsert(three));
    assertWaits(third);
    one.rollback();

    assertOneGivesWay(second, third);
  }

  private void upsert(StoreTransaction transaction) throws SQLException {
    transaction.insertPositionIfAbsent(purchases().partition(0), purchases().topicId());
  }

  @Test
  void shouldLetSeveralUpdateWhatWasInsertedOneAfterTheOther() throws Exception {
    StoreTransaction one = begin();
    StoreTransaction two = begin();
    StoreTransaction three = begin();
    upsert(one);

    Future<String> second = meanwhileDo(() -> upsert(two));
    assertWaits(second);
    Future<String> third = meanwhileDo(() -> upsert(three));
    assertWaits(third);
    one.commit();
    answer(second);
    assertWaits(third);
    two.rollback();
    answer(third);
  }
}
