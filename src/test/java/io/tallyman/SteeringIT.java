package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are steered while they count: a rollup is left out, a source is slowed down. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class SteeringIT {

  private static final int PARTITIONS = 4;
  private static final String ROLLUP = "orders_by_country";
  private static final String TOTAL = "orders_total";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void shouldLeaveOneRollupOutOnAllHostsAndShowItsGap(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "leaving", Framing.CONFLUENT, folder)
            .withRollup(TOTAL)
            .createTopic(PARTITIONS)) {
      RunningService first = orders.start();
      RunningService second = orders.start();
      produce(orders, 400);
      awaitServed(orders, TOTAL, 400);
      awaitServed(orders, ROLLUP, 400);

      first.order("/tasks/rollup?action=pause&rollup=" + TOTAL + "&scope=fleet&reason=test");
      awaitSettings(second, "rollup", 1);
      produce(orders, 200);
      awaitServed(orders, ROLLUP, 600);
      await().until(() -> orders.table.completeness(TOTAL).equals("unknown|200"));
      assertThat(orders.table.served(TOTAL)).isEqualTo(400);
      assertThat(first.get("/healthcheck").body()).contains("rollup orders_total paused on the");

      first.close(); // what is set outlives whoever was asked
      RunningService third = orders.start();
      produce(orders, 100);
      awaitServed(orders, ROLLUP, 700);
      assertThat(orders.table.served(TOTAL)).isEqualTo(400);

      third.order("/tasks/rollup?action=resume&rollup=" + TOTAL + "&scope=fleet");
      awaitSettings(second, "rollup", 0);
      produce(orders, 200);
      awaitServed(orders, ROLLUP, 900);
      awaitServed(orders, TOTAL, 600);

      await()
          .atMost(OrderService.PATIENCE)
          .until(() -> orders.table.completeness(TOTAL).equals("complete|300"));
      assertThat(orders.table.completeness(ROLLUP)).endsWith("|0");
      assertBalanced(third);
      assertThat(orders.table.orders(TOTAL)).isEqualTo(orders.table.counted(TOTAL));
      assertThat(orders.table.cells()).isEqualTo(orders.book.cells());
      assertThat(orders.table.deadLetters())
          .as("of the pause, too")
          .isEqualTo(orders.book.sent(OrderBook.Fate.REJECTED));
    }
  }

  /** The position has moved on without any ledger: it may be taken back, and nothing is lost. */
  @Test
  void shouldCountAfterAllWhatNoRollupHasCounted(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "returned", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      RunningService host = orders.start();
      host.order("/tasks/rollup?action=pause&rollup=" + ROLLUP);
      produce(orders, 100);
      await().atMost(OrderService.PATIENCE).until(() -> orders.table.sumOfPositions() == 100);
      assertThat(orders.table.served()).isZero();

      host.order("/tasks/consumer?action=pause&source=orders");
      host.order("/tasks/rollup?action=resume&rollup=" + ROLLUP);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        String plan = "/tasks/positions?action=reset&source=orders&partition=" + partition;
        String token = RunningService.token(host.order(plan));
        host.order(plan + "&token=" + token);
      }
      host.order("/tasks/consumer?action=resume&source=orders");
      orders.awaitCounted();

      orders.assertExact();
    }
  }

  @Test
  void shouldReadSlowlyAndStayInTheGroup(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "slowing", Framing.CONFLUENT, folder)
            .withLanes(1)
            .withKafka("max.poll.interval.ms", "6000")
            .withKafka("max.poll.records", "200")
            .createTopic(PARTITIONS)) {
      RunningService host = orders.start();
      produce(orders, 200);
      orders.awaitCounted();
      List<String> epochs = orders.table.ownerEpochs();
      host.order(
          "/tasks/config?key=sources.orders.maxEventsPerSecond&value=20&scope=fleet&for=15s");
      produce(orders, 4_000);

      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(9))
          .until(() -> orders.table.served() < 200 + 20 * 9 + 20 + 2 * 200);
      assertThat(host.get("/healthcheck").statusCode()).isEqualTo(200);
      orders.awaitCounted(); // it ends by itself

      assertThat(orders.table.ownerEpochs()).as("nobody lost a partition").isEqualTo(epochs);
      assertThat(host.order("/tasks/config?action=list"))
          .contains("sources.orders.maxEventsPerSecond: unlimited as configured");
      orders.assertExact();
    }
  }

  @Test
  void shouldWriteDownWhoWasRefusedAndWhatWasChanged(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "telling", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      RunningService host = orders.start();
      assertThat(host.postFrom("http://evil.example", "/tasks/gc").statusCode()).isEqualTo(403);
      host.order("/tasks/config?key=flush.interval&value=2s&reason=test");
      host.order("/tasks/gc");

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(orders.table.audit()).hasSize(3));
      assertThat(orders.table.audit())
          .anyMatch(line -> line.startsWith("somebody at 127.0.0.1|refused|POST /tasks/gc||403: "))
          .contains(
              "operator at 127.0.0.1|config set|flush.interval|2s|done",
              "operator at 127.0.0.1|request|POST /tasks/gc||allowed");
    }
  }

  private static void produce(OrderService orders, int number) {
    orders.produce(number, PARTITIONS);
  }

  private static void awaitServed(OrderService orders, String rollup, long records) {
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(() -> assertThat(orders.table.served(rollup)).isEqualTo(records));
  }

  /** Until a host knows of so many settings of a kind. */
  private static void awaitSettings(RunningService host, String kind, int number) {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              int found = 0;
              for (JsonNode set : JSON.readTree(host.get("/status").body()).path("settings")) {
                found += set.path("kind").asText().equals(kind) ? 1 : 0;
              }
              return found == number;
            });
  }

  private static void assertBalanced(RunningService host) throws Exception {
    JsonNode rollups = JSON.readTree(host.get("/status").body()).path("rollups");
    assertThat(rollups).hasSize(2);
    for (JsonNode each : rollups) {
      assertThat(each.path("ledger").path("balanced").asBoolean()).as(each.toString()).isTrue();
    }
  }
}
