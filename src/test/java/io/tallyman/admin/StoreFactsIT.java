package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.admin.StoredFacts.LostRange;
import io.tallyman.cluster.SharedServers;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.Database;
import io.tallyman.store.DatabaseSettings;
import io.tallyman.store.JdbcTransactions;
import io.tallyman.store.Migration;
import io.tallyman.store.MySqlSettings;
import io.tallyman.store.StoreReader;
import io.tallyman.store.TransactionalRollupStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code /status} shows from a real database. */
@ExtendWith(SharedServers.class)
final class StoreFactsIT {

  private static final Purchases PURCHASES = new Purchases("status");

  private static DatabaseSettings settings;
  private static Database database;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    io.tallyman.cluster.Database schema = server.newDatabase("status");
    settings = new DatabaseSettings(schema.jdbcUrl(), schema.user(), schema.password(), false);
    new Migration(settings).apply(List.of(PURCHASES.byCountry()));
    database = new Database(settings);
    database.start();
  }

  @AfterAll
  static void stop() {
    database.stop();
  }

  @Test
  void shouldShowWhatTheDatabaseKnowsAndSayWhyWhenItDoesNotAnswer() {
    StoreFacts stored = facts(PURCHASES.byCountry());
    fill(new TransactionalRollupStore(new JdbcTransactions(database.writers()), database.place()));
    audit();

    Facts facts = stored.read();

    assertThat(facts.rollups())
        .singleElement()
        .satisfies(
            rollup -> {
              assertThat(rollup.name()).isEqualTo(PURCHASES.byCountry().id().name());
              assertThat(rollup.version()).isEqualTo("0123456789ab");
              assertThat(rollup.state()).isIn("building", "ready");
              assertThat(rollup.note()).isEmpty();
              assertThat(rollup.ledger().balanced()).isTrue();
              assertThat(rollup.ledger().gapOffsets()).isZero();
              assertThat(rollup.ledger().sums())
                  .isEqualTo(new LedgerView.Sums(5, 0, 2, 0, 0, 0, 0, 3));
            });
    assertThatAVersionThatIsNotShownIsNoted();
    assertThat(facts.deadLetters())
        .containsExactly(new StoredFacts.DeadLetters("status", "malformed", 3));
    assertThat(facts.losses())
        .extracting(LostRange::partition, LostRange::firstOffset, LostRange::kind)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(0, 5L, "retention"));
    assertThat(facts.audit())
        .extracting(line -> line.note().reason(), AuditEntry::target)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("second", "b"),
            org.assertj.core.groups.Tuple.tuple("first", "a"));
    assertThat(facts.losses().get(0).recordedAt()).isBefore(Instant.now().plusSeconds(60));

    database.stop();
    assertThatThrownBy(stored::read)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("the database part isn't started");
  }

  private static StoreFacts facts(RollupTable fed) {
    return new StoreFacts(
        new StoreReader(database.readers(), database.place()),
        new MySqlSettings(database.writers(), database.readers(), database.place()),
        List.of(fed));
  }

  private static void audit() {
    MySqlSettings settings =
        new MySqlSettings(database.writers(), database.readers(), database.place());
    settings.audit(List.of(line("first", "a")));
    settings.audit(List.of(line("second", "b")));
  }

  private static AuditEntry line(String reason, String target) {
    ActionNote note =
        new ActionNote(
            Instant.parse("2026-11-21T10:00:00Z"), "host-1", "anna", "request", reason, "4711");
    return new AuditEntry(note, target, "host", "", "", "done");
  }

  private static void assertThatAVersionThatIsNotShownIsNoted() {
    RollupTable changed = PURCHASES.byCountryChanged();
    new Migration(settings).apply(List.of(changed));

    assertThat(facts(changed).read().rollups())
        .extracting(StoredFacts.RollupVersion::version, each -> each.note().isEmpty())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("0123456789ab", false),
            org.assertj.core.groups.Tuple.tuple("fedcba987654", true));
    assertThat(facts(changed).read().rollups())
        .extracting(StoredFacts.RollupVersion::note)
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("the view by_country_status shows version 0123456789ab, which")
                    .contains("they feed version fedcba987654 (building), which has nothing")
                    .endsWith("migrate config.yml --switch by_country_status"));
    assertThat(facts(PURCHASES.byCountry()).read().rollups())
        .as("as a host with the old configuration says it")
        .allMatch(each -> each.note().isEmpty());
  }

  private static void fill(RollupStore store) {
    Claim.Granted claim = PURCHASES.claim(store, 0, "a");
    store.write(
        PURCHASES.batch(
            List.of(new Purchases.Move(0, claim, 2, 3, 0)), List.of(Purchases.cell("de", 2))));
    store.recordLoss(
        new Loss(
            PURCHASES.partition(0),
            PURCHASES.topicId(),
            new OffsetRange(5, 9),
            Loss.Kind.RETENTION,
            "the log starts at 9"),
        claim.ownerEpoch());
  }
}
