package io.tallyman.simulate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.StoredContents.CellValues;
import io.tallyman.rollup.WriteOutcome;
import io.tallyman.simulate.database.Faults.Point;
import io.tallyman.store.ActionNote;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import io.tallyman.store.StoreTransaction;
import io.tallyman.store.TransactionalRollupStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real store logic on a simulated server that ends, comes back older or is moved about. */
final class SimulatedServerTest {

  private static final OperatorNote NOTE =
      new OperatorNote(
          "carla 1", new ActionNote(Instant.EPOCH, "a", "carla", "positions skip", "a test", ""));

  private final ScriptedTurns turns = new ScriptedTurns();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final SimulatedDatabase database = new SimulatedDatabase(turns, faults);
  private final Purchases purchases = new Purchases("orders");
  private final RollupStore store = store("a");
  private final RollupStore other = store("b");

  private RollupStore store(String host) {
    return new TransactionalRollupStore(database.connect(host), "the model");
  }

  private WriteOutcome write(RollupStore through, Claim.Granted claim, long records) {
    return through.write(purchases.batch(0, claim, Purchases.cell("de", records)));
  }

  private static Claim.Granted at(Claim.Granted claim, long offset) {
    return new Claim.Granted(offset, claim.leaderEpoch(), claim.ownerEpoch(), null);
  }

  private long records() {
    return database.contents().cells(purchases.byCountry()).values().stream()
        .mapToLong(CellValues::records)
        .sum();
  }

  private long nextOffset() {
    return database.contents().standing(purchases.partition(0)).nextOffset();
  }

  @Test
  void shouldFindThatABatchWasWrittenWhenTheAnswerOfTheCommitIsLost() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    faults.next(Point.COMMIT, new Fate.LostAfter(0));

    assertThat(write(store, claim, 6)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
  }

  @Test
  void shouldWaitForALateCommitBeforeItSaysThatABatchIsWritten() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    faults.next(Point.COMMIT, new Fate.Late(Duration.ofSeconds(3).toNanos()));

    assertThat(write(store, claim, 6)).isEqualTo(new WriteOutcome.Written());
    assertThat(turns.nanos()).isGreaterThan(Duration.ofSeconds(3).toNanos());
    assertThat(records()).isEqualTo(6);
  }

  @Test
  void shouldFindThatABatchWasNotWrittenWhenTheCommitNeverArrived() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    faults.next(Point.COMMIT, new Fate.LostBefore(Duration.ofSeconds(1).toNanos()));

    assertThatThrownBy(() -> write(store, claim, 6)).isInstanceOf(StoreUnavailable.class);
    assertThat(records()).isZero();
    assertThat(write(store, claim, 6)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
  }

  @Test
  void shouldNotWriteABatchTwiceWhenNobodyCouldTellWhetherItWasWritten() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    faults.next(Point.COMMIT, new Fate.LostAfter(0)).next(Point.CONNECT, Fate.TOO_MANY_CONNECTIONS);

    assertThatThrownBy(() -> write(store, claim, 6)).isInstanceOf(StoreUnavailable.class);
    assertThat(write(store, claim, 6)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
  }

  @Test
  void shouldSayFencedWhenSomebodyElseClaimedWhileTheCommitWasOnItsWay() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    long away = Duration.ofSeconds(20).toNanos();
    faults.next(Point.COMMIT, new Fate.LostBefore(away));

    assertThatThrownBy(() -> write(store, claim, 6))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("another transaction holds the rows");
    turns.pass(Duration.ofSeconds(20));
    purchases.claim(other, 0, "b");
    assertThat(write(store, claim, 6))
        .isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(0))));
    assertThat(records()).isZero();
  }

  @Test
  void shouldLetAClaimWaitForAFlushThatIsUnderWay() throws SQLException {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    StoreTransaction flush = database.connect("a").begin();
    flush.advance(purchases.batch(0, claim, Purchases.cell("de", 9)).progress());
    turns.whileWaiting(flush::commit);

    assertThat(purchases.claim(other, 0, "b").nextOffset()).isEqualTo(9);
  }

  @Test
  void shouldKeepWhatIsCommittedWhenTheServerEnds() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    write(store, claim, 6);
    database.crash();

    assertThat(database.isUp()).isFalse();
    assertThatThrownBy(() -> write(store, at(claim, 6), 1)).isInstanceOf(StoreUnavailable.class);
    database.start();
    assertThat(write(store, at(claim, 6), 1)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(7);
  }

  @Test
  void shouldRollBackWhatWasUnderWayWhenTheServerEnds() throws SQLException {
    purchases.claim(store, 0, "a");
    StoreTransaction flush = database.connect("a").begin();
    flush.takeOver(purchases.partition(0), "a");
    database.crash();
    database.start();

    assertThatThrownBy(flush::commit).isInstanceOf(SQLException.class);
    assertThat(other.look(purchases.partition(0), purchases.topicId()).ownerEpoch()).hasValue(1);
  }

  @Test
  void shouldLoseTheNewestCommitsWhenAReplicaTakesOver() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    write(store, claim, 1);
    write(store, at(claim, 1), 2);
    write(store, at(claim, 3), 4);
    int commits = database.commits();
    database.failOver(2);

    assertThat(database.commits()).isEqualTo(commits - 2);
    assertThat(records()).isEqualTo(1);
    assertThat(nextOffset()).isEqualTo(1);
    assertThat(database.contents().ledger(purchases.byCountry()))
        .singleElement()
        .satisfies(line -> assertThat(line.range()).isEqualTo(new OffsetRange(0, 1)));
    assertThat(write(store, at(claim, 7), 1)).isInstanceOf(WriteOutcome.Fenced.class);
    assertThat(write(store, at(claim, 1), 2)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(3);
  }

  @Test
  void shouldGoBackToAnEarlierMoment() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    write(store, claim, 1);
    long backup = turns.nanos();
    turns.pass(Duration.ofMinutes(1));
    write(store, at(claim, 1), 2);
    purchases.claim(other, 0, "b");
    database.restore(backup);

    assertThat(records()).isEqualTo(1);
    assertThat(other.look(purchases.partition(0), purchases.topicId()).ownerEpoch()).hasValue(1);
    database.restore(0);
    assertThat(database.contents().positions()).isEmpty();
    assertThat(records()).isZero();
  }

  @Test
  void shouldRollBackTheTransactionsOfAKilledHostWhenTheServerNotices() throws SQLException {
    purchases.claim(store, 0, "a");
    StoreTransaction flush = database.connect("a").begin();
    flush.takeOver(purchases.partition(0), "a");
    database.killHost("a", Duration.ofSeconds(2).toNanos());
    flush.close();

    assertThat(database.nextEvent()).isPresent();
    long began = turns.nanos();
    assertThat(purchases.claim(other, 0, "b").ownerEpoch()).isEqualTo(2);
    assertThat(turns.nanos() - began).isGreaterThan(Duration.ofMillis(1900).toNanos());
  }

  @Test
  void shouldHoldNothingOfAHostThatIsKilledInTheMiddleOfAnExchange() {
    for (long noticedAfter : List.of(0L, 1_000_000L)) {
      SimulatedDatabase[] itself = new SimulatedDatabase[1];
      itself[0] =
          new SimulatedDatabase(
              turns,
              (host, point, what) -> {
                if (host.equals("a") && what.equals("take a position over")) {
                  itself[0].killHost("a", noticedAfter);
                  return new Fate.LostAfter(noticedAfter);
                }
                return Fate.WELL;
              });
      RollupStore dying = new TransactionalRollupStore(itself[0].connect("a"), "the model");
      RollupStore survivor = new TransactionalRollupStore(itself[0].connect("b"), "the model");

      assertThatThrownBy(() -> purchases.claim(dying, 0, "a")).isInstanceOf(StoreUnavailable.class);
      assertThat(purchases.claim(survivor, 0, "b").ownerEpoch()).isEqualTo(1);
    }
  }

  @Test
  void shouldRollBackTheTransactionsOfAKilledHostAtOnce() throws SQLException {
    purchases.claim(store, 0, "a");
    StoreTransaction flush = database.connect("a").begin();
    flush.takeOver(purchases.partition(0), "a");
    database.killHost("a", 0);

    assertThat(purchases.claim(other, 0, "b").ownerEpoch()).isEqualTo(2);
    assertThat(database.nextEvent()).isEmpty();
  }

  @Test
  void shouldFenceTheOwnerOfAPositionThatAnOperatorMovedOn() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    write(store, claim, 3);
    move(8, new OffsetRange(3, 8));

    assertThat(write(store, at(claim, 3), 1)).isInstanceOf(WriteOutcome.Fenced.class);
    assertThat(purchases.claim(store, 0, "a").nextOffset()).isEqualTo(8);
    assertThat(database.contents().losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.loss().range()).isEqualTo(new OffsetRange(3, 8)))
        .satisfies(loss -> assertThat(loss.state()).isEqualTo(RecordedLoss.State.SETTLED));
  }

  @Test
  void shouldRefuseToCountARangeThatTheLedgerHas() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    write(store, claim, 3);
    move(8, new OffsetRange(3, 8));
    move(1, new OffsetRange(1, 1));
    Claim.Granted again = purchases.claim(store, 0, "a");

    assertThat(again.nextOffset()).isEqualTo(1);
    assertThat(write(store, again, 2)).isInstanceOf(WriteOutcome.Contradicted.class);
    assertThat(records()).isEqualTo(3);
    assertThat(database.contents().losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.state()).isEqualTo(RecordedLoss.State.UNDONE));
  }

  private void move(long nextOffset, OffsetRange skipped) {
    database
        .operator(List.of())
        .move(
            purchases.source(),
            "purchases",
            NOTE,
            standing ->
                List.of(
                    new PositionMove(
                        standing.position(0).orElseThrow(),
                        purchases.topicId(),
                        nextOffset,
                        skipped,
                        List.of())));
  }
}
