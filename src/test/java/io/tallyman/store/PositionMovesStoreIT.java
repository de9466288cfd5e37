package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator's moves do to the tables of a real server, and who they keep out. */
@ExtendWith(SharedServers.class)
final class PositionMovesStoreIT {

  private static final OperatorNote NOTE =
      new OperatorNote(
          "operator at 127.0.0.1, plan 0123456789abcdef",
          new ActionNote(
              Instant.parse("2026-11-21T10:00:00Z"),
              "host-1",
              "operator at 127.0.0.1",
              "positions skip",
              "retention was 2d",
              "r-1"));
  private static final String TOPIC = "purchases";

  private static Schema schema;
  private static Database host;

  private Purchases purchases;
  private RollupStore store;
  private PositionMoves positions;
  private Claim.Granted owner;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("moves"));
    schema.migrate(List.of());
    host = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
  }

  /** Two partitions; the first has counted [0, 10) and lost [10, 50). */
  @BeforeEach
  void prepare() {
    purchases = new Purchases("m" + UUID.randomUUID().toString().substring(0, 8));
    schema.migrate(List.of(purchases.byCountry()));
    store = new TransactionalRollupStore(new JdbcTransactions(host.writers()), host.place());
    positions = new MySqlPositionMoves(host.writers(), host.readers(), host.place());
    owner = purchases.claim(store, 0, "a");
    purchases.claim(store, 1, "a");
    store.write(
        purchases.batch(
            List.of(Purchases.Move.of(0, owner, 10)), List.of(Purchases.cell("de", 10))));
    store.write(purchases.idle(0, at(owner, 10), Instant.parse("2026-11-20T10:00:00Z")));
    store.recordLoss(loss(Loss.Kind.RETENTION, 10, 50), owner.ownerEpoch());
  }

  private Loss loss(Loss.Kind kind, long first, long next) {
    return new Loss(
        purchases.partition(0),
        purchases.topicId(),
        new OffsetRange(first, next),
        kind,
        "Kafka deleted them");
  }

  @Test
  void shouldShowAllThatADecisionRestsOn() {
    SourceStanding standing = standing();

    assertThat(standing.positions())
        .extracting(StoredPosition::nextOffset)
        .containsExactly(10L, 0L);
    assertThat(standing.openLosses(0)).containsExactly(loss(Loss.Kind.RETENTION, 10, 50));
    assertThat(standing.openLosses(1)).isEmpty();
    assertThat(standing.counted())
        .extracting(LedgerEntry::range)
        .containsExactly(new OffsetRange(0, 10));
    assertThat(standing.rollups())
        .extracting(RegisteredRollup::id)
        .containsExactly(purchases.byCountry().id());
  }

  @Test
  void shouldMoveThePositionSettleTheLossAndExplainTheGap() {
    skip(50);

    StoredPosition moved = position();
    assertThat(moved.nextOffset()).isEqualTo(50);
    assertThat(moved.ownerEpoch()).isEqualTo(owner.ownerEpoch() + 1);
    assertThat(moved.leaderEpoch()).isEmpty();
    assertThat(moved.firstOffset()).isZero();
    assertThat(moved.countedUntil()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(moved.owner()).isEqualTo(NOTE.who());
    assertThat(standing().openLosses()).isEmpty();
    assertThat(losses())
        .containsExactly(
            "retention [10, 50) settled: Kafka deleted them; settled by " + NOTE,
            "skipped [10, 50) settled: offsets [10, 50) of "
                + purchases.partition(0)
                + " were skipped by "
                + NOTE);
  }

  @Test
  void shouldTellTheAuditInTheSameTransaction() {
    skip(50);

    List<String> lines =
        Jdbi.create(host.readers()::open)
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT CONCAT_WS('|', who, action, scope, before_value, after_value,"
                                + " reason, request_id, outcome)"
                                + " FROM tallyman_audit WHERE target = :target")
                        .bind("target", purchases.partition(0).source() + "/0")
                        .mapTo(String.class)
                        .list());
    assertThat(lines)
        .containsExactly(
            "operator at 127.0.0.1|positions skip|fleet|offset 10 of topic %s|offset 50 of topic %s"
                    .formatted(purchases.topicId(), purchases.topicId())
                + "|retention was 2d|r-1|done");
  }

  @Test
  void shouldLeaveAGapInTheLedgerThatIsExactlyWhatWasSkipped() {
    skip(50);

    Claim.Granted next = purchases.claim(store, 0, "b");
    assertThat(next.nextOffset()).isEqualTo(50);
    assertThat(next.leaderEpoch()).isEmpty();
    store.write(purchases.batch(0, next, Purchases.cell("de", 3)));

    assertThat(new StoreReader(host.readers(), host.place()).ledgers())
        .filteredOn(ledger -> ledger.rollup().id().equals(purchases.byCountry().id()))
        .flatExtracting(ledger -> ledger.partitions().get(0).gaps())
        .containsExactly(new OffsetRange(10, 50));
  }

  @Test
  void shouldFenceTheOwnerThatStillCounts() {
    skip(50);

    WriteOutcome late = store.write(purchases.batch(0, at(owner, 10), Purchases.cell("de", 3)));

    assertThat(late).isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(0))));
    assertThat(position().nextOffset()).isEqualTo(50);
  }

  @Test
  void shouldLetNobodyHaveThePartitionBeforeTheOperatorHasDecided() {
    Claim early = store.claim(purchases.partition(0), purchases.topicId(), "b");
    assertThat(early)
        .isEqualTo(new Claim.Undecided(loss(Loss.Kind.RETENTION, 10, 50), 10, owner.ownerEpoch()));

    skip(50);

    assertThat(purchases.claim(store, 0, "b").nextOffset()).isEqualTo(50);
  }

  @Test
  void shouldLetAClaimWaitForADecisionThatIsUnderWay() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
    CompletableFuture<Void> move =
        CompletableFuture.runAsync(
            () ->
                move(
                    standing -> {
                      locked.countDown();
                      mayGoOn.join();
                      return List.of(skipped(standing, 50));
                    }));
    locked.await();

    CompletableFuture<Claim.Granted> claim =
        CompletableFuture.supplyAsync(() -> purchases.claim(store, 0, "b"));
    Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !claim.isDone());
    mayGoOn.complete(null);

    move.get(20, TimeUnit.SECONDS);
    assertThat(claim.get(20, TimeUnit.SECONDS).nextOffset()).isEqualTo(50);
  }

  @Test
  void shouldFenceTheOwnerWhereThePositionStays() {
    skip(10); // settles the loss, and that is all

    WriteOutcome late = store.write(purchases.batch(0, at(owner, 10), Purchases.cell("de", 3)));

    assertThat(late).isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(0))));
    assertThat(position().nextOffset()).isEqualTo(10);
  }

  @Test
  void shouldWaitForAFlushThatIsUnderWayAndDecideOnWhatItLeft() throws Exception {
    FaultyCommits held = new FaultyCommits(host.writers());
    RollupStore slow = new TransactionalRollupStore(new JdbcTransactions(held), host.place());
    CompletableFuture<Void> mayCommit = held.holdNextCommit();
    Cell[] cells = {Purchases.cell("de", 5)};
    CompletableFuture<WriteOutcome> flush =
        CompletableFuture.supplyAsync(() -> slow.write(purchases.batch(0, at(owner, 10), cells)));
    Awaitility.await().until(held::isHoldingACommit);
    List<Long> seen = new ArrayList<>();

    CompletableFuture<Void> move =
        CompletableFuture.runAsync(
            () ->
                move(
                    locked -> {
                      seen.add(locked.position(0).orElseThrow().nextOffset());
                      return List.of();
                    }));
    Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !move.isDone());
    assertThat(standing().position(0).orElseThrow().nextOffset()).isEqualTo(10);
    mayCommit.complete(null);

    assertThat(flush.get(20, TimeUnit.SECONDS)).isEqualTo(new WriteOutcome.Written());
    move.get(20, TimeUnit.SECONDS);
    assertThat(seen).containsExactly(15L);
  }

  @Test
  void shouldLetTwoOperatorsDecideOneAfterTheOther() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                move(
                    standing -> {
                      locked.countDown();
                      mayGoOn.join();
                      return List.of(skipped(standing, 50));
                    }));
    locked.await();
    List<Long> seen = new ArrayList<>();
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () ->
                move(
                    standing -> {
                      seen.add(standing.position(0).orElseThrow().nextOffset());
                      throw new IllegalStateException("not the plan that was shown");
                    }));
    Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !second.isDone());
    mayGoOn.complete(null);

    first.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("not the plan that was shown");
    assertThat(seen).containsExactly(50L);
    assertThat(position().ownerEpoch()).isEqualTo(owner.ownerEpoch() + 1);
  }

  @Test
  void shouldMoveAllPositionsOrNone() {
    assertThatThrownBy(
            () ->
                move(
                    standing -> {
                      StoredPosition other = standing.position(1).orElseThrow();
                      StoredPosition stale = withEpoch(other, 99);
                      return List.of(
                          skipped(standing, 50),
                          new PositionMove(
                              stale, stale.topicId(), 7, new OffsetRange(0, 7), List.of()));
                    }))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageEndingWith(
            "has moved. Nothing was changed; repeat the call when the database is well");

    assertThat(position().nextOffset()).isEqualTo(10);
    assertThat(standing().openLosses()).hasSize(1);
    assertThat(losses()).hasSize(1);
  }

  private static StoredPosition withEpoch(StoredPosition position, long epoch) {
    return new StoredPosition(
        position.partition(),
        position.topicId(),
        position.firstOffset(),
        position.nextOffset(),
        position.leaderEpoch(),
        position.owner(),
        epoch,
        position.countedUntil());
  }

  @Test
  void shouldBeginAnewInATopicThatWasMadeAnew() {
    UUID anew = UUID.randomUUID();

    move(
        standing ->
            List.of(
                new PositionMove(
                    standing.position(0).orElseThrow(),
                    anew,
                    5,
                    new OffsetRange(2, 5),
                    standing.openLosses(0))));

    StoredPosition moved = position();
    assertThat(moved.topicId()).isEqualTo(anew);
    assertThat(moved.firstOffset()).isEqualTo(5);
    assertThat(moved.nextOffset()).isEqualTo(5);
    assertThat(moved.leaderEpoch()).isEmpty();
    assertThat(moved.countedUntil()).isNull();
    assertThat(moved.ownerEpoch()).isEqualTo(owner.ownerEpoch() + 1);
    assertThat(standing().openLosses()).isEmpty();
    assertThat(store.claim(purchases.partition(0), anew, "b")).isInstanceOf(Claim.Granted.class);
    assertThat(losses())
        .anyMatch(loss -> loss.startsWith("skipped [2, 5) settled"))
        .as("no lane had seen it yet")
        .anyMatch(
            loss -> loss.startsWith("recreated [10, 10) settled") && loss.contains(NOTE.who()));
  }

  @Test
  void shouldUndoASkipByGoingBackIntoIt() {
    skip(80);
    back(60);
    assertThat(position().nextOffset()).isEqualTo(60);
    assertThat(position().countedUntil()).isNull();
    assertThat(losses())
        .anyMatch(loss -> loss.startsWith("skipped [10, 60) settled"))
        .anyMatch(loss -> loss.startsWith("retention [10, 50) settled"));

    back(10);
    assertThat(losses())
        .anyMatch(loss -> loss.startsWith("skipped [10, 60) undone"))
        .anyMatch(loss -> loss.endsWith("; undone by " + NOTE));

    skip(70);
    assertThat(losses()).hasSize(2).anyMatch(loss -> loss.startsWith("skipped [10, 70) settled"));
  }

  @Test
  void shouldOpenASettledLossAgainWhenMoreIsLost() {
    skip(50);
    store.recordLoss(loss(Loss.Kind.RETENTION, 10, 50), owner.ownerEpoch());
    store.recordLoss(loss(Loss.Kind.RETENTION, 10, 40), owner.ownerEpoch());
    assertThat(standing().openLosses()).isEmpty();

    store.recordLoss(loss(Loss.Kind.RETENTION, 10, 60), owner.ownerEpoch());

    assertThat(standing().openLosses()).containsExactly(loss(Loss.Kind.RETENTION, 10, 60));
  }

  @Test
  void shouldOpenASettledLossAgainWhenItIsFoundAgain() {
    Loss truncated = loss(Loss.Kind.TRUNCATION, 4, 10);
    store.recordLoss(truncated, owner.ownerEpoch());
    skip(50);
    Claim.Granted next = purchases.claim(store, 0, "b");
    store.recordLoss(truncated, owner.ownerEpoch());
    assertThat(standing().openLosses()).as("told late by whoever found it first").isEmpty();
    assertThat(position().ownerEpoch()).isEqualTo(next.ownerEpoch());

    store.recordLoss(truncated, next.ownerEpoch());

    assertThat(standing().openLosses()).containsExactly(truncated);
    skip(50);
    assertThat(standing().openLosses()).isEmpty();
  }

  @Test
  void shouldKeepTheLeaderEpochOfWhatWasCountedBeyondTheLossThatIsAccepted() {
    skip(10); // settles what retention took, after the position
    Claim.Granted next = purchases.claim(store, 0, "b");
    store.write(purchases.batch(0, next, Purchases.cell("de", 4)));
    OptionalInt counted = position().leaderEpoch();
    assertThat(counted).isPresent();
    store.recordLoss(loss(Loss.Kind.TRUNCATION, 4, 12), owner.ownerEpoch()); // by who had it before

    skip(14);

    assertThat(position().leaderEpoch()).isEqualTo(counted);
    store.recordLoss(loss(Loss.Kind.TRUNCATION, 4, 14), position().ownerEpoch());
    skip(14);
    assertThat(position().leaderEpoch()).isEmpty();
  }

  @Test
  void shouldFindThatItWasDoneWhenTheAnswerOfTheCommitIsLost() {
    FaultyCommits faulty = new FaultyCommits(host.writers());
    positions = new MySqlPositionMoves(faulty, host.readers(), host.place());
    faulty.failNextAfterCommitting();

    skip(50);

    assertThat(position().nextOffset()).isEqualTo(50);
  }

  @Test
  void shouldSayThatNothingWasChangedWhenTheCommitNeverArrived() {
    FaultyCommits faulty = new FaultyCommits(host.writers());
    positions = new MySqlPositionMoves(faulty, host.readers(), host.place());
    faulty.failNextBeforeCommitting();

    assertThatThrownBy(() -> skip(50))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageStartingWith("can't move the positions of " + purchases.source() + " in ")
        .hasMessageEndingWith(
            "Communications link failure. Nothing was changed; repeat the call when the database is"
                + " well");
    assertThat(position().nextOffset()).isEqualTo(10);
    skip(50);
    assertThat(position().nextOffset()).isEqualTo(50);
  }

  @Test
  void shouldSayThatItIsNotKnownWhenSomebodyElseCameInBetween() {
    FaultyCommits faulty = new FaultyCommits(host.writers());
    positions = new MySqlPositionMoves(faulty, host.readers(), host.place());
    faulty.failNextAfterCommitting();
    faulty.beforeTheNextConnection(() -> purchases.claim(store, 0, "b"));
    assertThatThrownBy(() -> skip(50)).hasMessageContaining("It isn't known whether that was done");

    faulty.failNextAfterCommitting();
    faulty.refuseNextConnectionAfterThat();
    assertThatThrownBy(() -> skip(60)).hasMessageContaining("It isn't known whether that was done");
  }

  @Test
  void shouldSayWhenTheDatabaseIsAway() {
    Database away = new Database(schema.serviceSettings(null));
    positions = new MySqlPositionMoves(away.writers(), away.readers(), away.place());

    assertThatThrownBy(this::standing)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageStartingWith("can't read how " + purchases.source() + " stands in ")
        .hasMessageEndingWith(
            "the database part isn't started. Nothing was changed; repeat the call when the"
                + " database is well");
    assertThatThrownBy(() -> skip(50))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageEndingWith(
            "the database part isn't started. Nothing was changed; repeat the call when the"
                + " database is well");
  }

  private void skip(long to) {
    move(standing -> List.of(skipped(standing, to)));
  }

  private static PositionMove skipped(SourceStanding standing, long to) {
    StoredPosition from = standing.position(0).orElseThrow();
    return new PositionMove(
        from, from.topicId(), to, new OffsetRange(from.nextOffset(), to), standing.openLosses(0));
  }

  private void back(long to) {
    move(
        standing -> {
          StoredPosition from = standing.position(0).orElseThrow();
          return List.of(
              new PositionMove(from, from.topicId(), to, new OffsetRange(to, to), List.of()));
        });
  }

  private void move(PositionMoves.Decision decision) {
    positions.move(purchases.source(), TOPIC, NOTE, decision);
  }

  private SourceStanding standing() {
    return positions.standing(purchases.source(), TOPIC);
  }

  private StoredPosition position() {
    return new StoreReader(host.readers(), host.place())
        .positions().stream()
            .filter(each -> each.partition().equals(purchases.partition(0)))
            .findFirst()
            .orElseThrow();
  }

  private List<String> losses() {
    return Jdbi.create(host.readers()::open)
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT CONCAT(kind, ' [', first_offset, ', ', next_offset, ') ', state,"
                            + " ': ', detail) FROM tallyman_loss WHERE source = :source"
                            + " ORDER BY kind, first_offset")
                    .bind("source", purchases.source())
                    .mapTo(String.class)
                    .list());
  }

  private static Claim.Granted at(Claim.Granted claim, long offset) {
    return new Claim.Granted(offset, claim.leaderEpoch(), claim.ownerEpoch(), null);
  }
}
