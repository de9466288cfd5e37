package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several hosts: they come, go, die, and are steered. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class HostsIT {

  private static final int PARTITIONS = 4;

  @TempDir Path folder;

  @Test
  void shouldCountOnceWhileAHostJoinsAndLeaves(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "joining", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      RunningService first = orders.start();
      orders.produce(500, PARTITIONS);
      RunningService second = orders.start();
      awaitCounting(second, 1);
      orders.produce(500, PARTITIONS);
      first.close();
      orders.produce(500, PARTITIONS);
      awaitCounting(second, PARTITIONS);
      orders.awaitCounted();

      orders.assertExact();
    }
  }

  @Test
  void shouldKeepAPausedSourceInTheGroupAndPausedWhenAnotherHostComesAndGoes(
      Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "pausing", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      RunningService first = orders.start();
      orders.produce(200, PARTITIONS);
      orders.awaitCounted();
      assertThat(first.post("/tasks/consumer?action=pause&source=orders&reason=test").statusCode())
          .isEqualTo(200);
      awaitPaused(first, PARTITIONS);
      orders.produce(200, PARTITIONS);

      RunningService second = orders.start();
      awaitCounting(second, 1);
      second.close();
      awaitPaused(first, PARTITIONS);
      assertThat(orders.table.served()).isLessThan(orders.book.served());

      assertThat(first.post("/tasks/consumer?action=resume&source=orders").statusCode())
          .isEqualTo(200);
      orders.awaitCounted();
      orders.assertExact();
    }
  }

  @Test
  void shouldCountOnceWhenAProcessIsKilledAndAnotherGoesOn(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "killing", Framing.CONFLUENT, folder)
            .withKafka("group.protocol", "classic")
            .withKafka("session.timeout.ms", "6000")
            .createTopic(PARTITIONS)) {
      JarProcess first = orders.startJar();
      orders.produce(500, PARTITIONS);
      orders.awaitCounted();
      assertThat(orders.table.owners()).allMatch(owner -> owner.endsWith(first.owner()));
      try (Connection held = orders.table.holdPositions()) {
        orders.produce(20_000, PARTITIONS);
        first.kill();
        assertThat(orders.table.served()).isLessThan(orders.book.served());
        assertThat(held.isValid(0)).isTrue();
      }
      orders.produce(500, PARTITIONS);

      JarProcess second = orders.startJar();
      orders.awaitCounted();
      orders.assertExact();
      second.terminate();
      assertThat(orders.table.owners()).allMatch(owner -> owner.endsWith(second.owner()));

      RunningService third = orders.start();
      orders.produce(100, PARTITIONS);
      orders.awaitCounted();
      orders.assertExact();
      third.close();
    }
  }

  private static void awaitCounting(RunningService service, int atLeast) {
    await()
        .atMost(OrderService.PATIENCE)
        .until(() -> service.partitionsThatAre("counting") >= atLeast);
  }

  private static void awaitPaused(RunningService service, int number) {
    await()
        .atMost(OrderService.PATIENCE)
        .until(() -> service.partitionsThatAre("paused") == number);
  }
}
