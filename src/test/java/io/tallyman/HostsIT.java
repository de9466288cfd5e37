package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
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

  @Test
  void shouldWaitAloudForTheStaticMemberThatItFollowsAndGoOnWhenThatWasKilled(
      Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "following", Framing.CONFLUENT, folder)
            .withInstance("host-a")
            .createTopic(PARTITIONS)) {
      JarProcess first = orders.startJar();
      orders.produce(500, PARTITIONS);
      orders.awaitCounted();

      RunningService second = orders.start();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(second.get("/healthcheck").body())
                      .contains("still count on an earlier member 'host-a-orders-0'")
                      .contains("still count on an earlier member 'host-a-orders-1'"));
      orders.produce(500, PARTITIONS);
      orders.awaitCounted();
      assertThat(orders.table.owners()).allMatch(owner -> owner.endsWith(first.owner()));

      first.kill();
      orders.produce(500, PARTITIONS);
      awaitCounting(second, PARTITIONS);
      orders.awaitCounted();
      orders.assertExact();
      await()
          .atMost(OrderService.PATIENCE)
          .until(() -> second.get("/healthcheck").statusCode() == 200);
    }
  }

  @Test
  void shouldGiveARestartedStaticMemberItsPartitionsBackAndMoveNoOthers(
      Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "returning", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      orders.withGroup("consumer.session.timeout.ms", "45000");
      RunningService first = orders.withInstance("host-a").start();
      RunningService second = orders.withInstance("host-b").start();
      awaitCounting(first, PARTITIONS / 2);
      awaitCounting(second, PARTITIONS / 2);
      orders.produce(500, PARTITIONS);
      orders.awaitCounted();
      Set<Integer> others = second.numbers();
      List<String> before = epochs(orders, others);

      first.close();
      orders.produce(500, PARTITIONS);
      RunningService again = orders.withInstance("host-a").start();
      orders.awaitCounted();

      orders.assertExact();
      assertThat(again.numbers()).hasSize(PARTITIONS / 2).doesNotContainAnyElementsOf(others);
      assertThat(second.numbers()).isEqualTo(others);
      assertThat(epochs(orders, others)).as("claims of the other host").isEqualTo(before);
    }
  }

  private static List<String> epochs(OrderService orders, Set<Integer> partitions) {
    return orders.table.ownerEpochs().stream()
        .filter(each -> partitions.contains(Integer.valueOf(each.split("\\|", 2)[0])))
        .toList();
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
