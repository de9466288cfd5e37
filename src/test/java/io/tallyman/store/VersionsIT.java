package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.RollupTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A changed rollup: until when each version is complete, and when the view may turn to another. */
@ExtendWith(SharedServers.class)
final class VersionsIT {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static io.tallyman.cluster.Database server;

  private final Purchases shop = new Purchases("shop");
  private final RollupTable old = shop.byCountry();
  private final RollupTable changed = shop.byCountryChanged();

  private Schema schema;
  private Migration migration;
  private Database service;
  private RollupStore store;

  @BeforeAll
  static void remember(io.tallyman.cluster.Database database) {
    server = database;
  }

  @BeforeEach
  void prepare() {
    schema = new Schema(server.newDatabase("versions"));
    migration = new Migration(schema.ownerSettings());
    migration.apply(List.of(old));
    service = schema.startService();
    store = new TransactionalRollupStore(new JdbcTransactions(service.writers()), service.place());
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  /** Hosts with this version count so many records, and then see the end of the partition. */
  private void count(RollupTable version, int partition, long records, Instant until) {
    store.write(
        shop.batch(
            version, partition, shop.claim(store, partition, "a"), Purchases.cell("de", records)));
    seeTheEnd(partition, until);
  }

  private void seeTheEnd(int partition, Instant until) {
    Claim.Granted claim = shop.claim(store, partition, "a");
    store.write(shop.idle(partition, claim, until));
  }

  private Optional<Instant> completeUntil() {
    return reader().completeUntil(old.id().name());
  }

  @Test
  void shouldNotCallAVersionCompleteThatNobodyFeedsAnyMore() {
    count(old, 0, 2, NOON);
    count(old, 1, 3, NOON.plusSeconds(5));
    assertThat(completeUntil()).contains(NOON);
    migration.apply(List.of(changed));

    seeTheEnd(0, NOON.plusSeconds(20));
    seeTheEnd(1, NOON.plusSeconds(20));
    assertThat(completeUntil()).as("nothing came since").contains(NOON.plusSeconds(20));

    count(changed, 0, 1, NOON.plusSeconds(30));
    assertThat(completeUntil()).as("one partition has gone on without it").isEmpty();
    count(changed, 1, 1, NOON.plusSeconds(30));
    assertThat(completeUntil()).isEmpty();
  }

  @Test
  void shouldTellHowCompleteTheVersionIsThatTheViewWasTurnedTo() {
    count(old, 0, 2, NOON);
    count(old, 1, 3, NOON);
    migration.apply(List.of(changed));
    count(changed, 0, 1, NOON.plusSeconds(30));

    migration.switchIncompletely(changed);
    assertThat(completeUntil()).as("it has nothing of partition 1").isEmpty();

    count(changed, 1, 1, NOON.plusSeconds(40));
    assertThat(completeUntil()).contains(NOON.plusSeconds(30));
  }

  @Test
  void shouldCallAPartitionWithoutRecordsComplete() {
    count(old, 0, 2, NOON);
    seeTheEnd(1, NOON.plusSeconds(5));

    assertThat(completeUntil()).contains(NOON);
  }

  @Test
  void shouldNotKnowHowCompleteARollupIsThatWasAddedLater() {
    count(old, 0, 2, NOON);
    migration.apply(List.of(old, shop.total()));
    assertThat(reader().completeUntil(shop.total().id().name())).isEmpty();

    Claim.Granted claim = shop.claim(store, 0, "a");
    store.write(
        shop.batchOfBoth(
            List.of(Purchases.Move.of(0, claim, 1)), List.of(Purchases.cell("de", 1))));

    assertThat(reader().completeUntil(shop.total().id().name())).contains(NOON);
    assertThat(completeUntil()).contains(NOON);
  }

  @Test
  void shouldSayHowManyOffsetsAVersionHasLeftOutWhileOthersWereCounted() {
    count(old, 0, 2, NOON);
    count(old, 1, 3, NOON);
    assertThat(gapOffsets()).isZero();
    migration.apply(List.of(changed));

    count(changed, 0, 5, NOON.plusSeconds(10)); // as when the old one is paused
    assertThat(completeUntil()).isEmpty();
    assertThat(gapOffsets()).isEqualTo(5);

    count(old, 0, 1, NOON.plusSeconds(20));
    assertThat(completeUntil()).contains(NOON);
    assertThat(gapOffsets()).as("they stay a gap").isEqualTo(5);
  }

  private long gapOffsets() {
    return owner()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT gap_offsets FROM tallyman_completeness")
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void shouldTakeUpANewTextOfAView() {
    owner()
        .useHandle(
            handle -> {
              handle.execute("CREATE OR REPLACE VIEW tallyman_completeness AS SELECT 1 AS one");
              handle.execute(
                  "UPDATE tallyman_changelog SET MD5SUM = CONCAT(LEFT(MD5SUM, 2), REPEAT('0', 32))"
                      + " WHERE ID = 'completeness'");
            });
    List<String> script = migration.dryRun(List.of(old), Optional.empty());
    assertThat(script)
        .hasSize(2)
        .anyMatch(sql -> sql.startsWith("CREATE OR REPLACE VIEW tallyman_completeness"))
        .anyMatch(sql -> sql.startsWith("UPDATE tallyman_changelog SET"));

    assertThat(migration.apply(List.of(old))).containsExactly("made tallyman_completeness");

    assertThat(migration.dryRun(List.of(old), Optional.empty())).isEmpty();
    assertThat(completeUntil()).isEmpty();
  }

  @Test
  void shouldRefuseToTurnTheViewToAVersionThatLacksSomething() {
    count(old, 0, 2000, NOON);
    count(old, 1, 3, NOON);
    migration.apply(List.of(changed));
    count(changed, 0, 1, NOON);

    assertThat(migration.shortfall(changed))
        .contains(new Shortfall(old.id(), changed.id(), 2003, 2));
    assertThatThrownBy(() -> migration.switchTo(changed))
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining("lacks 2,003 offsets in 2 partitions that version 0123456789ab")
        .hasMessageContaining("would vanish from the view")
        .hasMessageContaining("--incomplete");
    assertThat(records()).isEqualTo(2003);
    assertThat(migration.unshown(List.of(changed))).hasSize(1);

    assertThat(migration.switchIncompletely(changed))
        .contains(new Shortfall(old.id(), changed.id(), 2003, 2));
    assertThat(records()).isEqualTo(1);
    assertThat(migration.unshown(List.of(changed))).isEmpty();
    assertThat(migration.shortfall(changed)).as("it is the shown one now").isEmpty();
  }

  @Test
  void shouldTurnTheViewToAVersionThatLacksNothing() {
    migration.apply(List.of(changed));
    count(changed, 0, 1, NOON);

    assertThat(migration.shortfall(changed)).isEmpty();
    migration.switchTo(changed);

    assertThat(records()).isEqualTo(1);
  }

  @Test
  void shouldFindNoShortfallInAnEmptySchema() {
    Schema empty = new Schema(server.newDatabase("versions"));

    assertThat(new Migration(empty.ownerSettings()).shortfall(changed)).isEmpty();
  }

  @Test
  void shouldNameAVersionThatWasShownBeforeAndIsFedAgain() {
    migration.apply(List.of(changed));
    migration.switchTo(changed);

    assertThat(migration.unshown(List.of(old)))
        .extracting(UnshownVersion::sentence)
        .singleElement()
        .asString()
        .startsWith("the view by_country_shop shows version fedcba987654")
        .contains("they feed version 0123456789ab (retired)");
    assertThat(migration.unshown(List.of(changed))).isEmpty();
  }

  private long records() {
    return owner()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT SUM(purchases) FROM by_country_shop")
                    .mapTo(Long.class)
                    .one());
  }

  private StoreReader reader() {
    return new StoreReader(connections(), "the test's schema");
  }

  private Jdbi owner() {
    return Jdbi.create(connections()::open);
  }

  private ConnectionSource connections() {
    DatabaseSettings settings = schema.ownerSettings();
    return new DirectConnections(settings, DriverProperties.forLongWork(settings));
  }
}
