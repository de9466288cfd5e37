package io.tallyman.simulate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupCells;
import io.tallyman.simulate.database.Faults.Point;
import io.tallyman.store.StoreTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong between a client and the simulated server, and what is left of it. */
final class SimulatedFaultsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ScriptedTurns turns = new ScriptedTurns();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final SimulatedDatabase database = new SimulatedDatabase(turns, faults);
  private final Purchases purchases = new Purchases("orders");
  private final SourcePartition partition = purchases.partition(0);

  @BeforeEach
  void enroll() throws SQLException {
    StoreTransaction first = begin("a");
    first.insertPositionIfAbsent(partition, purchases.topicId());
    first.commit();
    first.close();
  }

  private StoreTransaction begin(String host) throws SQLException {
    return database.connect(host).begin();
  }

  private long epoch() {
    return database.contents().positions().get(0).ownerEpoch();
  }

  private static void assertFails(ThrowingCallable step, int code, String state) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(code);
              assertThat(e.getSQLState()).isEqualTo(state);
            });
  }

  private static void assertLost(ThrowingCallable step) {
    assertFails(step, 0, "08S01");
  }

  /** How long another host waits for the position. */
  private Duration waitOf(String host) throws SQLException {
    StoreTransaction transaction = begin(host);
    long began = turns.nanos();
    transaction.lockPosition(partition);
    transaction.close();
    return Duration.ofNanos(turns.nanos() - began);
  }

  @Test
  void shouldRollBackAtOnceWhenTheServerNoticesThatTheConnectionIsLost() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.STATEMENT, new Fate.LostBefore(0));

    assertLost(() -> one.ownerEpoch(partition));
    assertThat(waitOf("b")).isLessThan(Duration.ofMillis(1));
    assertThat(epoch()).isZero();
    assertLost(one::rollback);
    assertLost(one::commit);
    one.discard();
    one.close();
  }

  @Test
  void shouldHoldTheRowsUntilTheServerNotices() throws SQLException {
    StoreTransaction one = begin("a");
    faults.next(Point.STATEMENT, new Fate.LostAfter(3 * SECOND));
    assertLost(() -> one.takeOver(partition, "a"));
    one.discard();

    assertThat(waitOf("b")).isBetween(Duration.ofMillis(2900), Duration.ofMillis(3001));
    assertThat(epoch()).isZero();
  }

  @Test
  void shouldGiveUpAWaitAfterFiveSecondsAndKeepTheTransaction() throws SQLException {
    StoreTransaction one = begin("a");
    StoreTransaction two = begin("b");
    two.insertPositionIfAbsent(purchases.partition(1), purchases.topicId());
    faults.next(Point.STATEMENT, new Fate.LostAfter(20 * SECOND));
    assertLost(() -> one.takeOver(partition, "a"));

    assertFails(() -> two.lockPosition(partition), 1205, "40001");
    assertThat(turns.nanos()).isBetween(5 * SECOND, 6 * SECOND);
    two.commit();
    assertThat(database.contents().positions()).hasSize(2);
  }

  @Test
  void shouldGiveUpTheWaitOfAFrozenClientToo() throws SQLException {
    StoreTransaction one = begin("a");
    StoreTransaction two = begin("b");
    one.takeOver(partition, "a");
    turns.whileWaiting(() -> turns.pass(Duration.ofSeconds(6))); // b is frozen
    turns.whileWaiting(() -> database.settle());
    turns.whileWaiting(one::commit);

    assertFails(() -> two.lockPosition(partition), 1205, "40001");
  }

  @Test
  void shouldEndTheSessionOfAClientThatSaysNothing() throws SQLException {
    StoreTransaction frozen = begin("a");
    turns.pass(Duration.ofSeconds(30));
    frozen.takeOver(partition, "a");
    turns.pass(Duration.ofSeconds(37));

    assertThat(waitOf("b")).isBetween(Duration.ofMillis(2900), Duration.ofMillis(3001));
    assertLost(frozen::commit);
    assertThat(epoch()).isZero();
  }

  @Test
  void shouldNotCommitWhatNeverArrived() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.COMMIT, new Fate.LostBefore(SECOND));

    assertLost(one::commit);
    assertThat(waitOf("b")).isBetween(Duration.ofMillis(900), Duration.ofMillis(1001));
    assertThat(epoch()).isZero();
  }

  @Test
  void shouldCommitThoughTheAnswerIsLost() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.COMMIT, new Fate.LostAfter(0));

    assertLost(one::commit);
    assertThat(epoch()).isEqualTo(1);
    assertThat(waitOf("b")).isLessThan(Duration.ofMillis(1));
  }

  @Test
  void shouldCommitWhenALateCommitArrives() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.COMMIT, new Fate.Late(2 * SECOND));

    assertLost(one::commit);
    one.discard();
    assertThat(epoch()).isZero();
    StoreTransaction two = begin("b");
    assertThat(two.lockPosition(partition).ownerEpoch()).isEqualTo(1);
    assertThat(turns.nanos()).isGreaterThan(2 * SECOND);
  }

  @Test
  void shouldForgetALateCommitWhenTheServerEnds() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.COMMIT, new Fate.Late(2 * SECOND));
    assertLost(one::commit);

    database.crash();
    database.start();
    turns.pass(Duration.ofSeconds(3));
    assertThat(epoch()).isZero();
  }

  @Test
  void shouldRefuseWhatTheServerRefuses() throws SQLException {
    faults.next(Point.CONNECT, Fate.TOO_MANY_CONNECTIONS);
    assertFails(() -> begin("a"), 1040, "08004");

    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    database.setReadOnly(true);
    assertFails(() -> one.takeOver(partition, "a"), 1290, "HY000");
    assertFails(one::commit, 1290, "HY000");
    one.close();
    StoreTransaction two = begin("b");
    assertThat(two.lockPosition(partition).ownerEpoch()).isZero();
    two.commit();
  }

  @Test
  void shouldRollTheWholeTransactionBackAfterADeadlock() throws SQLException {
    StoreTransaction one = begin("a");
    one.takeOver(partition, "a");
    faults.next(Point.STATEMENT, Fate.DEADLOCK);

    assertFails(() -> one.addCells(cells("de")), 1213, "40001");
    assertThat(waitOf("b")).isLessThan(Duration.ofMillis(1));
    one.commit();
    assertThat(epoch()).isZero();
  }

  @Test
  void shouldFindACircleOfThree() throws SQLException {
    StoreTransaction one = begin("a");
    StoreTransaction two = begin("b");
    StoreTransaction three = begin("c");
    one.addCells(cells("de"));
    two.addCells(cells("fr"));
    three.addCells(cells("it"));
    turns.whileWaiting(() -> two.addCells(cells("it")));
    turns.whileWaiting(() -> assertFails(() -> three.addCells(cells("de")), 1213, "40001"));
    turns.whileWaiting(two::commit);

    one.addCells(cells("fr"));
    one.commit();
    three.commit();

    assertThat(database.contents().cells(purchases.byCountry().id()))
        .extracting(cell -> cell.records())
        .containsExactlyInAnyOrder(1L, 2L, 1L);
  }

  private RollupCells cells(String country) {
    return new RollupCells(purchases.byCountry(), List.of(Purchases.cell(country, 1)));
  }

  @Test
  void shouldRefuseTextThatATestMarksAsRefused() throws SQLException {
    StoreTransaction one = begin("a");

    assertFails(() -> one.addCells(cells("refused 1")), 1406, "22001");
  }
}
