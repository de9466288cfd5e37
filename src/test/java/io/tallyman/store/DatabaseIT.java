package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.cluster.TcpProxy;
import io.tallyman.lifecycle.Check;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
final class DatabaseIT {

  private static Schema schema;

  @BeforeAll
  static void prepare(io.tallyman.cluster.Database database) {
    schema = new Schema(database.newDatabase("sessions"));
  }

  @Test
  void shouldOpenSessionsThatKeepThePromises() {
    Database database = schema.startService();
    try {
      List<String> variables =
          Jdbi.create(database.writers()::open)
              .withHandle(
                  handle ->
                      List.of(
                              "time_zone",
                              "transaction_isolation",
                              "innodb_lock_wait_timeout",
                              "wait_timeout",
                              "autocommit",
                              "sql_mode")
                          .stream()
                          .map(
                              name ->
                                  handle
                                      .createQuery("SELECT @@SESSION." + name)
                                      .mapTo(String.class)
                                      .one())
                          .toList());

      assertThat(variables.subList(0, 5))
          .containsExactly("+00:00", "READ-COMMITTED", "5", "40", "0");
      assertThat(variables.get(5)).contains("STRICT_TRANS_TABLES");
    } finally {
      database.stop();
    }
  }

  @Test
  void shouldRefuseAWrongPasswordWithASentence() {
    DatabaseSettings right = schema.ownerSettings();
    Database wrong = new Database(new DatabaseSettings(right.url(), right.user(), "wrong", false));

    assertThatThrownBy(wrong::start)
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining("can't open the database in " + right.place())
        .hasMessageContaining("Access denied for user")
        .hasMessageEndingWith("correct database.user and database.password in config.yml");
  }

  @Test
  void shouldRefuseASchemaThatIsNotThere() {
    DatabaseSettings right = schema.ownerSettings();
    String url = right.url().replaceAll("/tallyman_sessions[a-z0-9_]*", "/tallyman_nowhere");

    assertThatThrownBy(
            () ->
                new Database(new DatabaseSettings(url, right.user(), right.password(), false))
                    .start())
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining("tallyman_nowhere");
  }

  @Test
  void shouldStartWhileTheServerIsAwayAndFindItLater() throws Exception {
    try (TcpProxy wire = TcpProxy.to(schema.port())) {
      wire.refuse();
      Database database = new Database(schema.serviceSettingsThrough(wire));
      database.start();
      try {
        assertThat(database.check()).isInstanceOf(Check.Unwell.class);
        assertThat(database.check().message()).contains("start the database");
        assertThatThrownBy(() -> database.writers().open()).isInstanceOf(SQLException.class);

        wire.accepting();

        try (Connection connection = database.writers().open()) {
          assertThat(connection.isValid(5)).isTrue();
        }
        assertThat(database.check()).isEqualTo(Check.well());
      } finally {
        database.stop();
      }
    }
  }

  @Test
  void shouldStartAgainAfterItWasStopped() {
    Database database = new Database(schema.serviceSettings(null));
    for (int round = 0; round < 2; round++) {
      database.start();
      assertThatCode(() -> database.readers().open().close()).doesNotThrowAnyException();
      database.stop();
      assertThatThrownBy(() -> database.readers().open()).hasMessageContaining("isn't started");
    }
  }
}
