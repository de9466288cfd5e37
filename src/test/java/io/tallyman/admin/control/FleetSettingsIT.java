package io.tallyman.admin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.SettableClock;
import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.Database;
import io.tallyman.store.DatabaseSettings;
import io.tallyman.store.Migration;
import io.tallyman.store.MySqlSettings;
import io.tallyman.store.SettingStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hosts with their threads and pools on one real database. */
@ExtendWith(SharedServers.class)
final class FleetSettingsIT {

  private static DatabaseSettings settings;

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final Database poolOfA = new Database(settings);
  private final Database poolOfB = new Database(settings);
  private final TestHost a = new TestHost("a", store(poolOfA), clock);
  private final TestHost b = new TestHost("b", store(poolOfB), clock);

  @BeforeAll
  static void migrate(io.tallyman.cluster.Database server) {
    io.tallyman.cluster.Database schema = server.newDatabase("fleet");
    settings = new DatabaseSettings(schema.jdbcUrl(), schema.user(), schema.password(), false);
    new Migration(settings).apply(List.of());
  }

  @BeforeEach
  void start() {
    poolOfA.start();
    poolOfB.start();
    a.part.start();
    b.part.start();
  }

  @AfterEach
  void stop() throws Exception {
    a.part.stop();
    b.part.stop();
    a.goRound();
    a.resume(Scope.FLEET, "tracking");
    a.resume(Scope.HOST, "tracking");
    clock.advance(Duration.ofDays(1));
    a.goRound(); // takes away what has ended
    assertThat(store(poolOfA).settings()).isEmpty();
    poolOfA.stop();
    poolOfB.stop();
  }

  @Test
  void shouldHaveEveryHostObeyAndSayThatItDoesWithinTwoSeconds() {
    a.pause(Scope.FLEET, "tracking", null);

    Awaitility.await()
        .atMost(2, TimeUnit.SECONDS)
        .until(() -> b.isPaused(3) && b.obeysAll(store(poolOfA)) && a.obeysAll(store(poolOfA)));

    b.resume(Scope.FLEET, "tracking");
    Awaitility.await()
        .atMost(2, TimeUnit.SECONDS)
        .until(() -> !a.isPaused(3) && a.obeysAll(store(poolOfB)));
  }

  @Test
  void shouldRememberOverARestartAndEndInTime() throws Exception {
    b.pause(Scope.FLEET, "tracking", Duration.ofMinutes(30));
    a.part.stop();
    TestHost again = new TestHost("a", store(poolOfA), clock);
    again.part.start();
    try {
      assertThat(again.isPaused(3)).as("before any lane begins").isTrue();

      clock.advance(Duration.ofMinutes(30));
      Awaitility.await()
          .atMost(2, TimeUnit.SECONDS)
          .until(() -> !again.isPaused(3) && !b.isPaused(3));
    } finally {
      again.part.stop();
      a.part.start();
    }
  }

  @Test
  void shouldPreferWhatIsSaidOfAHost() {
    b.pause(Scope.FLEET, "tracking", null);
    Awaitility.await().atMost(2, TimeUnit.SECONDS).until(() -> a.isPaused(3));

    a.resume(Scope.HOST, "tracking");

    assertThat(a.isPaused(3)).isFalse();
    a.goRound();
    b.goRound();
    assertThat(a.isPaused(3)).isFalse();
    assertThat(b.isPaused(3)).isTrue();
  }

  @Test
  void shouldGoOnWithWhatIsKnownWhileTheDatabaseIsAway() {
    b.pause(Scope.FLEET, "tracking/1", Duration.ofMinutes(30));
    Awaitility.await().atMost(2, TimeUnit.SECONDS).until(() -> a.isPaused(1));
    poolOfA.stop();

    assertThat(a.pause(Scope.HOST, "tracking/2", null).remembered()).isFalse();
    assertThatThrownBy(() -> a.pause(Scope.FLEET, "tracking", null))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("Nothing was changed");
    assertThat(a.isPaused(1)).isTrue();
    assertThat(a.isPaused(2)).isTrue();
    assertThat(a.isPaused(3)).isFalse();
    clock.advance(Duration.ofMinutes(30));
    Awaitility.await().atMost(2, TimeUnit.SECONDS).until(() -> !a.isPaused(1));

    poolOfA.start();
    Awaitility.await()
        .atMost(4, TimeUnit.SECONDS)
        .until(
            () ->
                store(poolOfB).settings().stream()
                    .anyMatch(each -> each.key().target().equals("tracking/2")));
    assertThat(a.isPaused(2)).isTrue();
  }

  private static SettingStore store(Database database) {
    return new MySqlSettings(database.writers(), database.readers(), database.place());
  }
}
