package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.MeasureColumn;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.ShownMeasure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
final class MigrationIT {

  private static io.tallyman.cluster.Database server;

  private Schema schema;
  private Migration migration;
  private RollupTable table;

  @BeforeAll
  static void remember(io.tallyman.cluster.Database database) {
    server = database;
  }

  @BeforeEach
  void prepare() {
    schema = new Schema(server.newDatabase("migration"));
    migration = new Migration(schema.ownerSettings());
    table = new Purchases("shop").byCountry();
  }

  @Test
  void shouldPrintWhatItWouldDoAndChangeNothing() {
    List<String> statements = migration.dryRun(List.of(table), Optional.empty());

    assertThat(statements)
        .anyMatch(sql -> sql.startsWith("CREATE TABLE tallyman_position ("))
        .anyMatch(sql -> sql.startsWith("CREATE OR REPLACE VIEW tallyman_completeness"))
        .anyMatch(sql -> sql.contains("`by_country_shop_0123456789ab`"))
        .anyMatch(sql -> sql.startsWith("CREATE OR REPLACE VIEW `by_country_shop` AS"))
        .allMatch(sql -> sql.endsWith(";"));
    assertThat(tables()).isEmpty();
  }

  @Test
  void shouldPrintAScriptThatDoesWhatItSays() {
    List<String> script = migration.dryRun(List.of(table), Optional.empty());

    owner().useHandle(handle -> script.forEach(handle::execute));

    assertThat(migration.dryRun(List.of(table), Optional.empty())).isEmpty();
    assertThat(migration.apply(List.of(table))).isEmpty();
    assertThat(registered().get(0).definition()).isEqualTo(table.definition());
  }

  @Test
  void shouldMakeWhatIsMissingAndNothingTheSecondTime() {
    assertThat(migration.apply(List.of(table)))
        .contains(
            "made tallyman_position",
            "made table by_country_shop_0123456789ab",
            "registered version by_country_shop@0123456789ab (ready)",
            "made view by_country_shop");
    assertThat(migration.apply(List.of(table))).isEmpty();
    assertThat(migration.dryRun(List.of(table), Optional.empty())).isEmpty();
  }

  @Test
  void shouldRegisterTheDefinition() {
    migration.apply(List.of(table));

    assertThat(registered())
        .singleElement()
        .satisfies(
            rollup -> {
              assertThat(rollup.id()).isEqualTo(table.id());
              assertThat(rollup.source()).isEqualTo("shop");
              assertThat(rollup.topic()).isEqualTo("purchases");
              assertThat(rollup.table()).isEqualTo("by_country_shop_0123456789ab");
              assertThat(rollup.definition()).isEqualTo(table.definition());
              assertThat(rollup.state()).isEqualTo(RollupState.READY);
            });
  }

  @Test
  void shouldFillANewVersionBesideTheOneThatIsRead() {
    migration.apply(List.of(table));
    RollupTable changed = changed();

    assertThat(migration.apply(List.of(changed)))
        .containsExactly(
            "made table by_country_shop_fedcba987654",
            "registered version by_country_shop@fedcba987654 (building)");

    assertThat(viewColumns()).contains("mean_weight");
    assertThat(registered())
        .extracting(RegisteredRollup::state)
        .containsExactlyInAnyOrder(RollupState.READY, RollupState.BUILDING);
  }

  @Test
  void shouldSwitchTheViewToAVersionAndRetireTheOther() {
    migration.apply(List.of(table));
    RollupTable changed = changed();
    migration.apply(List.of(changed));

    migration.switchTo(changed);
    migration.switchTo(changed);

    assertShown(changed);
    assertThat(migration.dryRun(List.of(changed), Optional.empty())).isEmpty();
  }

  @Test
  void shouldPrintAScriptThatSwitches() {
    migration.apply(List.of(table));
    RollupTable changed = changed();

    List<String> script = migration.dryRun(List.of(changed), Optional.of(changed));
    assertThat(viewColumns()).as("nothing is changed yet").contains("mean_weight");
    owner().useHandle(handle -> script.forEach(handle::execute));

    assertShown(changed);
  }

  private void assertShown(RollupTable shown) {
    assertThat(viewColumns()).containsExactly("bucket_start", "country", "purchases");
    assertThat(registered())
        .hasSize(2)
        .allMatch(
            rollup ->
                rollup.state()
                    == (rollup.id().equals(shown.id()) ? RollupState.READY : RollupState.RETIRED));
  }

  @Test
  void shouldRefuseToSwitchToAVersionThatHasNoTable() {
    migration.apply(List.of(table));

    assertThatThrownBy(() -> migration.switchTo(changed()))
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining("migrate config.yml");
  }

  @Test
  void shouldFinishWhatACrashLeftHalfDone() {
    migration.apply(List.of(table));
    owner()
        .useHandle(
            handle -> {
              handle.execute("DROP VIEW by_country_shop");
              handle.execute("DELETE FROM tallyman_rollup");
              handle.execute("UPDATE tallyman_changelog_lock SET LOCKED = 1 WHERE ID = 1");
              handle.execute("DELETE FROM tallyman_changelog WHERE ID = 'completeness'");
              handle.execute("DROP VIEW tallyman_completeness");
            });

    assertThat(migration.apply(List.of(table)))
        .containsExactly(
            "made tallyman_completeness",
            "registered version by_country_shop@0123456789ab (ready)",
            "made view by_country_shop");
  }

  @Test
  void shouldLetHostsTakeTurns() throws Exception {
    CompletableFuture<List<String>> one =
        CompletableFuture.supplyAsync(() -> migration.apply(List.of(table)));
    CompletableFuture<List<String>> other =
        CompletableFuture.supplyAsync(
            () -> new Migration(schema.ownerSettings()).apply(List.of(table)));

    List<List<String>> done =
        List.of(one.get(90, TimeUnit.SECONDS), other.get(90, TimeUnit.SECONDS));

    assertThat(done).filteredOn(List::isEmpty).hasSize(1);
  }

  @Test
  void shouldSayAllThatIsMissing() {
    Database service = schema.startService();
    try {
      SchemaCheck check = new SchemaCheck(service.readers(), service.place());
      assertThatThrownBy(() -> check.require(List.of(table)))
          .isInstanceOf(DatabaseRefusal.class)
          .hasMessageContaining("lacks tallyman_position, tallyman_ledger")
          .hasMessageContaining("table by_country_shop_0123456789ab")
          .hasMessageEndingWith("run: java -jar tallyman.jar migrate config.yml");

      migration.apply(List.of(table));
      assertThatCode(() -> check.require(List.of(table))).doesNotThrowAnyException();
      assertThatThrownBy(() -> check.require(List.of(changed())))
          .hasMessageContaining("lacks table by_country_shop_fedcba987654, version");
    } finally {
      service.stop();
    }
  }

  @Test
  void shouldSayWhichRightsAreMissing() {
    assertThatThrownBy(() -> new Migration(schema.serviceSettings(null)).apply(List.of(table)))
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining("command denied")
        .hasMessageContaining("CREATE VIEW");
  }

  @Test
  void shouldTellUntilWhenARollupIsComplete() {
    migration.apply(List.of(table));
    Purchases shop = new Purchases("shop");
    Database service = schema.startService();
    try {
      RollupStore store =
          new TransactionalRollupStore(new JdbcTransactions(service.writers()), service.place());
      Claim.Granted zero = shop.claim(store, 0, "a");
      Claim.Granted one = shop.claim(store, 1, "a");
      java.time.Instant noon = java.time.Instant.parse("2026-11-20T12:00:00Z");
      store.write(shop.idle(0, zero, noon));
      assertThat(reader().completeUntil("by_country_shop")).isEmpty();
      store.write(shop.idle(1, one, noon.plusSeconds(5)));
      assertThat(reader().completeUntil("by_country_shop")).contains(noon);
    } finally {
      service.stop();
    }
  }

  private RollupTable changed() {
    return new RollupTable(
        new RollupId("by_country_shop", "fedcba987654"),
        table.source(),
        table.topic(),
        "{}",
        table.dimensions(),
        List.<MeasureColumn>of(table.measures().get(0)),
        List.<ShownMeasure>of(new ShownMeasure.Stored("purchases")));
  }

  private List<String> viewColumns() {
    return owner()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema ="
                            + " DATABASE() AND table_name = 'by_country_shop'"
                            + " ORDER BY ordinal_position")
                    .mapTo(String.class)
                    .list());
  }

  private List<String> tables() {
    return owner().withHandle(handle -> handle.select("SHOW TABLES").mapTo(String.class).list());
  }

  private List<RegisteredRollup> registered() {
    return reader().ledgers().stream().map(RollupLedger::rollup).toList();
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
