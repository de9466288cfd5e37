package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of settings, hosts and the audit on a real server. */
@ExtendWith(SharedServers.class)
final class SettingStoreIT {

  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final ActionNote NOTE =
      new ActionNote(TEN, "a", "ada", "consumer pause", "disk", "request-1");

  private static Schema schema;
  private static Database host;

  private SettingStore store;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("settings"));
    schema.migrate(List.of());
    host = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
  }

  @BeforeEach
  void empty() {
    owner()
        .useHandle(
            handle ->
                List.of("tallyman_setting", "tallyman_host", "tallyman_audit")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
    store = new MySqlSettings(host.writers(), host.readers(), host.place());
  }

  @Test
  void shouldRememberASettingWordForWordAndTellTheAudit() {
    StoredSetting set = setting("tracking", "", "paused", TEN.plusSeconds(1_800));

    assertThat(change(null, set)).containsExactly(new SettingChange(null, set));

    assertThat(store.settings()).containsExactly(set);
    assertThat(audit())
        .containsExactly(
            "2026-11-21 10:00:00.123|a|ada|consumer pause|tracking|fleet||paused until"
                + " 2026-11-21T10:30:00.123Z|disk|request-1|done");
  }

  @Test
  void shouldTellTheAuditWhatHeldBefore() {
    StoredSetting first = setting("tracking", "b", "paused", null);
    StoredSetting second = setting("tracking", "b", "running", null);
    change(null, first);
    change(first, second);
    change(second, null);

    assertThat(store.settings()).isEmpty();
    assertThat(audit())
        .extracting(line -> line.substring(line.indexOf("tracking")))
        .containsExactly(
            "tracking of b|host||paused|disk|request-1|done",
            "tracking of b|host|paused|running|disk|request-1|done",
            "tracking of b|host|running||disk|request-1|done");
  }

  @Test
  void shouldKeepApartWhatDiffersByCaseOrABlank() {
    change(null, setting("Tracking", "", "paused", null));
    change(null, setting("tracking", "", "paused", null));
    change(null, setting("tracking", "a", "paused", null));

    assertThat(store.settings()).hasSize(3);
  }

  @Test
  void shouldChangeAllOrNothing() {
    StoredSetting set = setting("tracking", "", "paused", null);

    assertThatThrownBy(
            () ->
                store.change(
                    "consumer",
                    NOTE,
                    locked ->
                        List.of(
                            new SettingChange(null, set),
                            new SettingChange(setting("sales", "", "paused", null), null))))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageEndingWith("Nothing was changed; repeat the call when the database is well");
    assertThatThrownBy(
            () ->
                store.change(
                    "consumer",
                    NOTE,
                    locked -> {
                      throw new IllegalStateException("thought better of it");
                    }))
        .hasMessage("thought better of it");

    assertThat(store.settings()).isEmpty();
    assertThat(audit()).isEmpty();
  }

  @Test
  void shouldLetTwoOperatorsWhoMakeTheSameSettingDoSoOneAfterTheOther() throws Exception {
    StoredSetting mine = setting("tracking", "", "paused", TEN.plusSeconds(60));
    StoredSetting yours = setting("tracking", "", "paused", TEN.plusSeconds(90));
    CountDownLatch bothHaveLooked = new CountDownLatch(2);
    List<CompletableFuture<List<SettingChange>>> both = new ArrayList<>();
    for (StoredSetting each : List.of(mine, yours)) {
      both.add(
          CompletableFuture.supplyAsync(
              () ->
                  store.change(
                      "consumer",
                      NOTE,
                      locked -> {
                        bothHaveLooked.countDown();
                        awaitBoth(bothHaveLooked);
                        return List.of(
                            new SettingChange(locked.isEmpty() ? null : locked.get(0), each));
                      })));
    }

    List<SettingChange> changes = new ArrayList<>();
    for (CompletableFuture<List<SettingChange>> each : both) {
      changes.addAll(each.get(30, TimeUnit.SECONDS));
    }

    assertThat(changes).filteredOn(change -> change.before() == null).hasSize(1);
    SettingChange second =
        changes.stream().filter(change -> change.before() != null).findFirst().orElseThrow();
    assertThat(second.before()).isIn(mine, yours).isNotEqualTo(second.after());
    assertThat(store.settings()).containsExactly(second.after());
    assertThat(audit()).hasSize(2);
  }

  @Test
  void shouldTellOneProcessOfAHostFromAnother() {
    HostNote first = new HostNote("a", "1.2.3", TEN, "0123456789ab");
    HostNote second = new HostNote("a", "1.2.4", TEN.plusSeconds(60), "fedcba987654");

    assertThat(store.note(first)).as("it wasn't known").isFalse();
    assertThat(store.note(first)).isTrue();
    assertThat(store.note(second)).isFalse();
    assertThat(store.note(first)).isFalse();

    assertThat(store.fleet().hosts())
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.note()).isEqualTo(first);
              assertThat(host.silent()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
            });
  }

  @Test
  void shouldForgetAHostThatWasSilentForAWeek() {
    store.note(new HostNote("gone", "1.2.3", TEN, "0123456789ab"));
    owner()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE tallyman_host SET seen_at = UTC_TIMESTAMP(3) - INTERVAL 8 DAY"));
    assertThat(store.fleet().hosts().get(0).silent()).isGreaterThan(Duration.ofDays(7));

    store.note(new HostNote("a", "1.2.3", TEN, "0123456789ab"));

    assertThat(store.fleet().hosts()).extracting(host -> host.note().host()).containsExactly("a");
  }

  @Test
  void shouldCutWhatIsTooLongForTheAudit() {
    ActionNote note = new ActionNote(TEN, "a", "x".repeat(300), "restart", "", "");

    store.audit(List.of(new AuditEntry(note, "tracking", "host", "", "", "y".repeat(2_000))));

    assertThat(audit()).singleElement().asString().contains("|" + "x".repeat(255) + "|restart");
  }

  @Test
  void shouldSayThatNothingWasChangedWhenTheDatabaseIsAway() {
    Database away = new Database(schema.serviceSettings(null));
    SettingStore unreachable = new MySqlSettings(away.writers(), away.readers(), away.place());

    assertThatThrownBy(() -> unreachable.change("consumer", NOTE, locked -> List.of()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageStartingWith("can't change the settings of consumer in ")
        .hasMessageEndingWith("Nothing was changed; repeat the call when the database is well");
    assertThatThrownBy(unreachable::settings).isInstanceOf(StoreUnavailable.class);
  }

  /** The second to come meets the row of the first and looks again, when nobody waits any more. */
  private static void awaitBoth(CountDownLatch bothHaveLooked) {
    try {
      assertThat(bothHaveLooked.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<SettingChange> change(
      @Nullable StoredSetting before, @Nullable StoredSetting after) {
    return store.change(
        "consumer",
        NOTE,
        locked -> {
          if (before != null) {
            assertThat(locked).contains(before);
          }
          return List.of(new SettingChange(before, after));
        });
  }

  private static StoredSetting setting(
      String target, String host, String value, @Nullable Instant until) {
    SettingKey key = new SettingKey("consumer", target, host);
    return new StoredSetting(key, value, "disk", "ada", TEN, until);
  }

  @Test
  void shouldDeleteWhatIsOldOfTheAuditPieceByPieceAndNothingElse() {
    Instant old = Instant.parse("2025-01-01T00:00:00Z");
    Instant kept = Instant.parse("2026-01-01T00:00:00Z");
    store.audit(java.util.Collections.nCopies(AuditRows.PIECE + 7, entry(old)));
    store.audit(List.of(entry(kept), entry(old))); // the last one was written late

    assertThat(store.forgetAudit(kept)).isTrue();
    assertThat(audit()).hasSize(9);
    assertThat(store.forgetAudit(kept)).isFalse();
    assertThat(audit()).hasSize(1);
    assertThat(store.forgetAudit(kept)).isFalse();
    assertThat(audit()).hasSize(1);
  }

  private static AuditEntry entry(Instant at) {
    ActionNote note = new ActionNote(at, "a", "somebody", "refused", "", "r-1");
    return new AuditEntry(note, "POST /x", "host", "", "", "401: no");
  }

  private static List<String> audit() {
    return owner()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT CONCAT_WS('|', at, host, who, action, target, scope, before_value,"
                            + " after_value, reason, request_id, outcome) FROM tallyman_audit"
                            + " ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }

  private static Jdbi owner() {
    DatabaseSettings settings = schema.ownerSettings();
    return Jdbi.create(settings.url(), settings.user(), settings.password());
  }
}
