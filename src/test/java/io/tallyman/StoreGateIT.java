package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.SharedServers;
import io.tallyman.cluster.TcpProxy;
import io.tallyman.lifecycle.Check;
import io.tallyman.store.Database;
import io.tallyman.store.DatabaseSettings;
import io.tallyman.store.Migration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gate whose database is away when it starts. */
@ExtendWith(SharedServers.class)
class StoreGateIT {

  @Test
  void shouldSeeTheTablesOnceTheDatabaseIsThereThoughNobodyAsksForThem(
      io.tallyman.cluster.Database server) throws Exception {
    io.tallyman.cluster.Database schema = server.newDatabase("gate");
    DatabaseSettings direct =
        new DatabaseSettings(schema.jdbcUrl(), schema.user(), schema.password(), false);
    new Migration(direct).apply(List.of());
    int port = URI.create(schema.jdbcUrl().substring("jdbc:".length())).getPort();
    try (TcpProxy wire = TcpProxy.to(port)) {
      wire.refuse();
      DatabaseSettings through =
          new DatabaseSettings(
              schema.jdbcUrl().replace(":" + port, ":" + wire.port()),
              schema.user(),
              schema.password(),
              false);
      Database database = new Database(through);
      StoreGate gate = new StoreGate(database, through, List.of());
      database.start();
      try {
        gate.start();
        assertThat(gate.check()).isInstanceOf(Check.Unwell.class);

        wire.accepting();

        await().atMost(Duration.ofSeconds(60)).until(() -> gate.check().equals(Check.well()));
      } finally {
        gate.stop();
        database.stop();
      }
    }
  }
}
