package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.CellKey;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.Purchases.Move;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.StoredContents.CellValues;
import io.tallyman.rollup.WriteOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the store in MySQL does when connections, locks and commits fail. */
@ExtendWith(SharedServers.class)
final class StoreFaultsIT {

  private static Schema schema;
  private static Database host;

  private Purchases purchases;
  private RollupStore store;
  private DatabaseContents contents;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("faults"));
    schema.migrate(List.of());
    host = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
  }

  @BeforeEach
  void prepare() {
    purchases = new Purchases("f" + UUID.randomUUID().toString().substring(0, 8));
    schema.migrate(List.of(purchases.byCountry(), purchases.total()));
    store = new TransactionalRollupStore(new JdbcTransactions(host.writers()), host.place());
    contents = new DatabaseContents(host.readers());
  }

  private Batch bigBatch(Claim.Granted claim) {
    return purchases.batchOfBoth(
        List.of(new Move(0, claim, 6, 1, 2)),
        List.of(Purchases.cell("de", 4), Purchases.cell("fr", 2)));
  }

  @Test
  void shouldFindThatABatchWasWrittenWhenTheAnswerOfTheCommitIsLost() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    FaultyCommits faulty = new FaultyCommits(host.writers());
    AtomicInteger lost = new AtomicInteger();
    RollupStore fragile =
        new TransactionalRollupStore(
            new JdbcTransactions(faulty), host.place(), lost::incrementAndGet);

    faulty.failNextAfterCommitting();

    assertThat(fragile.write(bigBatch(claim))).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
    assertThat(lost).hasValue(1);
  }

  @Test
  void shouldFindThatABatchWasNotWrittenWhenTheCommitNeverArrived() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    FaultyCommits faulty = new FaultyCommits(host.writers());
    AtomicInteger lost = new AtomicInteger();
    RollupStore fragile =
        new TransactionalRollupStore(
            new JdbcTransactions(faulty), host.place(), lost::incrementAndGet);

    faulty.failNextBeforeCommitting();

    assertThatThrownBy(() -> fragile.write(bigBatch(claim)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("write a batch of 7 records and 3 cells")
        .hasMessageContaining(host.place());
    assertThat(records()).isZero();
    assertThat(contents.deadLetters(purchases.source())).isEmpty();
    assertThat(fragile.write(bigBatch(claim))).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
    assertThat(lost).hasValue(1);
  }

  @Test
  void shouldNotWriteABatchTwiceWhenNobodyCouldTellWhetherItWasWritten() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    FaultyCommits faulty = new FaultyCommits(host.writers());
    RollupStore fragile = new TransactionalRollupStore(new JdbcTransactions(faulty), host.place());

    faulty.failNextAfterCommitting();
    faulty.refuseNextConnectionAfterThat();

    assertThatThrownBy(() -> fragile.write(bigBatch(claim))).isInstanceOf(StoreUnavailable.class);
    assertThat(fragile.write(bigBatch(claim))).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(6);
    assertThat(contents.ledger(purchases.byCountry())).hasSize(1);
    assertThat(contents.deadLetters(purchases.source())).hasSize(1);
  }

  @Test
  void shouldSayFencedWhenSomebodyElseClaimedWhileTheCommitWasInDoubt() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    FaultyCommits faulty = new FaultyCommits(host.writers());
    RollupStore fragile = new TransactionalRollupStore(new JdbcTransactions(faulty), host.place());

    faulty.failNextBeforeCommitting();
    faulty.beforeTheNextConnection(() -> purchases.claim(store, 0, "b"));

    assertThat(fragile.write(bigBatch(claim)))
        .isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(0))));
    assertThat(records()).isZero();
  }

  @Test
  void shouldLetAClaimWaitForAFlushThatIsUnderWay() throws Exception {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    FaultyCommits held = new FaultyCommits(host.writers());
    RollupStore slow = new TransactionalRollupStore(new JdbcTransactions(held), host.place());
    CompletableFuture<Void> mayCommit = held.holdNextCommit();

    CompletableFuture<WriteOutcome> flush =
        CompletableFuture.supplyAsync(() -> slow.write(bigBatch(claim)));
    Awaitility.await().until(held::isHoldingACommit);
    CompletableFuture<Claim.Granted> taken =
        CompletableFuture.supplyAsync(() -> purchases.claim(store, 0, "b"));
    assertThat(taken).isNotDone();
    Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !taken.isDone());
    mayCommit.complete(null);

    assertThat(flush.get(20, TimeUnit.SECONDS)).isEqualTo(new WriteOutcome.Written());
    assertThat(taken.get(20, TimeUnit.SECONDS).nextOffset()).isEqualTo(9);
  }

  @Test
  void shouldRollEverythingBackWhenARowStaysLocked() throws Exception {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    store.write(purchases.batch(0, claim, Purchases.cell("fr", 1)));
    Claim.Granted after = at(claim, 1);

    try (Connection other = host.writers().open();
        Statement statement = other.createStatement()) {
      statement.execute(
          "SELECT * FROM "
              + Names.tableOf(purchases.byCountry().id())
              + " WHERE country = 'fr' FOR UPDATE");
      assertThatThrownBy(() -> store.write(bigBatch(after)))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("another transaction holds the rows; it is tried again");
      other.rollback();
    }

    assertThat(records()).isEqualTo(1);
    assertThat(contents.standing(purchases.partition(0)).nextOffset()).isEqualTo(1);
    assertThat(store.write(bigBatch(after))).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(7);
  }

  @Test
  void shouldRollEverythingBackWhenItGivesWayInADeadlock() throws Exception {
    List<String> countries = TransactionKit.inOrder("de", "fr");
    Claim.Granted claim = purchases.claim(store, 0, "a");
    store.write(purchases.batch(0, claim, Purchases.cell("de", 1), Purchases.cell("fr", 1)));
    Batch batch = bigBatch(at(claim, 2));

    try (Connection other = host.writers().open();
        Statement statement = other.createStatement()) {
      makeHeavy(statement);
      statement.execute(locking(countries.get(1)));
      CompletableFuture<WriteOutcome> flush =
          CompletableFuture.supplyAsync(() -> store.write(batch));
      Awaitility.await().until(() -> isLocked(countries.get(0)));
      statement.execute(locking(countries.get(0))); // each waits for the other now
      other.rollback();

      assertThatThrownBy(() -> flush.get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("another transaction holds the rows; it is tried again")
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1213));
    }

    assertThat(records()).isEqualTo(2);
    assertThat(contents.standing(purchases.partition(0)).nextOffset()).isEqualTo(2);
    assertThat(contents.deadLetters(purchases.source())).isEmpty();
    assertThat(store.write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(records()).isEqualTo(8);
  }

  /** Changes so many rows that a deadlock is broken at the other's cost. */
  private void makeHeavy(Statement statement) throws SQLException {
    for (int partition = 100; partition < 200; partition++) {
      statement.addBatch(
          "INSERT INTO tallyman_position (source, topic, partition_id, topic_id, first_offset,"
              + " next_offset, owner_epoch, updated_at) VALUES ('"
              + purchases.source()
              + "', 'heavy', "
              + partition
              + ", REPEAT('x', 16), 0, 0, 0, UTC_TIMESTAMP(3))");
    }
    statement.executeBatch();
  }

  private String locking(String country) {
    return "SELECT * FROM "
        + Names.tableOf(purchases.byCountry().id())
        + " WHERE bucket_start = '2026-11-20 00:00:00' AND slot = 0 AND cell_key = X'"
        + HexFormat.of().formatHex(CellKey.of(Arrays.asList((Object) country)).toBytes())
        + "' FOR UPDATE";
  }

  private boolean isLocked(String country) throws SQLException {
    try (Connection third = host.readers().open();
        Statement statement = third.createStatement()) {
      statement.execute(locking(country) + " NOWAIT");
      third.rollback();
      return false;
    } catch (SQLException e) {
      return List.of(1205, 3572).contains(e.getErrorCode());
    }
  }

  @Test
  void shouldSayWhatToDoWhenATableIsMissing() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    Jdbi.create(owner())
        .useHandle(
            handle -> handle.execute("DROP TABLE " + Names.tableOf(purchases.byCountry().id())));

    assertThatThrownBy(() -> store.write(bigBatch(claim)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("run: java -jar tallyman.jar migrate config.yml");
  }

  private static org.jdbi.v3.core.ConnectionFactory owner() {
    DatabaseSettings settings = schema.ownerSettings();
    return new DirectConnections(settings, DriverProperties.forLongWork(settings))::open;
  }

  @Test
  void shouldRefuseToCountARangeThatTheLedgerHas() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    store.write(bigBatch(claim));
    moveTo(3);

    WriteOutcome outcome = store.write(purchases.batch(0, at(claim, 3), Purchases.cell("de", 2)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Contradicted.class,
            contradicted -> {
              assertThat(contradicted.partitions()).containsExactly(purchases.partition(0));
              assertThat(contradicted.cause())
                  .contains("has counted [0, 9) of purchases-0 already", "bin/ctl positions skip");
            });
    assertThat(records()).isEqualTo(6);
    assertThat(contents.standing(purchases.partition(0)).nextOffset()).isEqualTo(3);
  }

  @Test
  void shouldFillAGapOfTheLedgerSoThatOneRangeIsLeft() {
    Claim.Granted claim = purchases.claim(store, 0, "a");
    store.write(purchases.batch(0, claim, Purchases.cell("de", 4)));
    moveTo(8);
    store.write(purchases.batch(0, at(claim, 8), Purchases.cell("de", 2)));
    assertThat(contents.ledger(purchases.byCountry())).hasSize(2);

    moveTo(4);
    store.write(purchases.batch(0, at(claim, 4), Purchases.cell("de", 4)));

    assertThat(contents.ledger(purchases.byCountry()))
        .singleElement()
        .satisfies(line -> assertThat(line.range().length()).isEqualTo(10))
        .satisfies(line -> assertThat(line.outcomes().counted()).isEqualTo(10));
  }

  private void moveTo(long offset) {
    Jdbi.create(owner())
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE tallyman_position SET next_offset = ? WHERE source = ?",
                    offset,
                    purchases.source()));
  }

  private static Claim.Granted at(Claim.Granted claim, long offset) {
    return new Claim.Granted(offset, claim.leaderEpoch(), claim.ownerEpoch(), null);
  }

  @Test
  void shouldKeepTheCoordinatesOfADeadLetterThatIsTooLong() {
    Database narrow = new Database(schema.serviceSettings("maxAllowedPacket=65536"));
    narrow.start();
    try {
      RollupStore narrowStore =
          new TransactionalRollupStore(new JdbcTransactions(narrow.writers()), narrow.place());
      Claim.Granted claim = purchases.claim(narrowStore, 0, "a");
      Batch small = purchases.batch(List.of(new Move(0, claim, 0, 3, 0)), List.<Cell>of());
      Batch large = new LargePayload(100_000).in(small, 1);

      assertThat(narrowStore.write(large)).isEqualTo(new WriteOutcome.Written());
    } finally {
      narrow.stop();
    }
    List<String> stored =
        Jdbi.create(host.readers()::open)
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT CONCAT(record_offset, ' ', payload_length, ' ',"
                                + " COALESCE(LENGTH(payload), 'none')) FROM tallyman_dead_letter"
                                + " WHERE source = :source ORDER BY record_offset")
                        .bind("source", purchases.source())
                        .mapTo(String.class)
                        .list());
    assertThat(stored).containsExactly("0 4 4", "1 100000 none", "2 4 4");
  }

  private long records() {
    return contents.cells(purchases.byCountry()).values().stream()
        .mapToLong(CellValues::records)
        .sum();
  }
}
