package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.Credentials;
import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.lifecycle.Check;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.WriteOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does while a server that runs and answers says no: on one of its own. */
final class ServerSettingsIT {

  @TempDir static Path folder;

  private static EmbeddedDatabase server;
  private static Schema schema;

  private Database host;
  private RollupStore store;
  private Batch batch;

  @BeforeAll
  static void startServer() {
    server = EmbeddedDatabase.start(folder.resolve("database"));
    schema = new Schema(server.newDatabase("settings"));
    schema.migrate(List.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void claimAPartition() {
    Purchases purchases = new Purchases("s" + UUID.randomUUID().toString().substring(0, 8));
    schema.migrate(List.of(purchases.byCountry()));
    host = schema.startService();
    store = new TransactionalRollupStore(new JdbcTransactions(host.writers()), host.place());
    batch = purchases.batch(0, purchases.claim(store, 0, "a"), Purchases.cell("de", 3));
  }

  @AfterEach
  void stop() {
    host.stop();
  }

  @Test
  void shouldLetGoOfConnectionsToAServerThatBecameReadOnly() throws Exception {
    long before = writersConnection();
    administer("SET GLOBAL read_only = 1");
    try {
      assertThatThrownBy(() -> store.write(batch))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining(
              "the server is read-only: have its address lead to one that isn't; it is tried"
                  + " again");
    } finally {
      administer("SET GLOBAL read_only = 0");
    }

    assertThat(writersConnection()).isNotEqualTo(before);
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !isConnected(before));
    assertThat(store.write(batch)).isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldWriteOnceThereIsRoomForAConnection() throws Exception {
    host.stop();
    DatabaseSettings settings = schema.serviceSettings(null);
    administer("ALTER USER '" + settings.user() + "'@'%' WITH MAX_USER_CONNECTIONS 1");
    try (Connection taken =
        new DirectConnections(settings, DriverProperties.forService(settings)).open()) {
      assertThat(taken.isValid(5)).isTrue();
      host.start();
      assertThatThrownBy(() -> store.write(batch))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining(
              "raise max_connections there, or run fewer hosts; it is tried again");
      assertThat(host.check())
          .isInstanceOf(Check.Unwell.class)
          .extracting(Check::message)
          .asString()
          .contains("raise max_connections there");
    } finally {
      administer("ALTER USER '" + settings.user() + "'@'%' WITH MAX_USER_CONNECTIONS 0");
    }

    assertThat(store.write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(host.check()).isEqualTo(Check.well());
  }

  /** The number of the connection that a writer gets now. */
  private long writersConnection() {
    return Jdbi.create(host.writers()::open)
        .withHandle(handle -> handle.createQuery("SELECT CONNECTION_ID()").mapTo(Long.class).one());
  }

  private static boolean isConnected(long connection) throws SQLException {
    try (Connection admin = admin()) {
      return Jdbi.create(admin)
          .withHandle(
              handle ->
                  handle
                      .createQuery("SELECT id FROM information_schema.processlist")
                      .mapTo(Long.class)
                      .list())
          .contains(connection);
    }
  }

  private static void administer(String sql) throws SQLException {
    try (Connection admin = admin();
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection admin() throws SQLException {
    Credentials admin = server.administrator();
    return DriverManager.getConnection(server.jdbcUrl(), admin.user(), admin.password());
  }
}
