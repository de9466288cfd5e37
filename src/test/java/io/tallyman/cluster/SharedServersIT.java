package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
final class SharedServersIT {
  private static Kafka first;

  @BeforeAll
  static void take(Kafka kafka) {
    first = kafka;
  }

  @Test
  void shouldGiveEverybodyTheSameThreeBrokers(Kafka kafka) throws Exception {
    assertThat(kafka).isSameAs(first);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(3);
    }
  }

  @Test
  void shouldGiveADatabase(Database database) throws Exception {
    try (Connection connection = database.newDatabase("shared_servers").connect()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }
}
