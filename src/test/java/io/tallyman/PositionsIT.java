package io.tallyman;

import static io.tallyman.RunningService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operator's way on after a loss, from the stopped partition to the green health check. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class PositionsIT {

  private static final String SKIP = "/tasks/positions?action=skip&source=orders";
  private static final String RESET = "/tasks/positions?action=reset&source=orders";

  @TempDir Path folder;

  @Test
  void shouldGoOnPastWhatRetentionTook(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "skipping", Framing.CONFLUENT, folder).createTopic(2)) {
      RunningService first = orders.start();
      orders.produce(200, 2);
      orders.awaitCounted();
      first.close();
      orders.produce(200, 2);
      deleteBefore(orders, 150);
      RunningService second = orders.start();
      second.awaitStopped(1);
      orders.table.awaitOpenLosses("retention|0|100|150");

      String dry = second.order(SKIP);
      assertThat(dry)
          .startsWith("dry run: nothing was changed")
          .contains("50 offsets [100, 150) won't be counted  retention [100, 150)")
          .contains("orders_by_country")
          .contains(" to=0:150 token=");
      assertThat(orders.table.positions()).contains("0|100");
      assertThat(orders.table.openLosses()).hasSize(1);
      String done = second.order(SKIP + "&reason=test&token=" + token(dry));
      assertThat(done).startsWith("done, by the operator at 127.0.0.1, plan " + token(dry));

      awaitServed(second, orders, 350);
      assertThat(orders.table.positions()).containsExactly("0|200", "1|200");
      assertThat(orders.table.openLosses()).isEmpty();
      assertThat(orders.table.losses())
          .containsExactlyInAnyOrder("retention|0|100|150", "skipped|0|100|150");
      assertThat(orders.table.ranges()).containsExactly("0|0|100", "0|150|200", "1|0|200");
    }
  }

  @Test
  void shouldBeginAnewInATopicThatWasMadeAnew(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "resetting", Framing.CONFLUENT, folder).createTopic(2)) {
      RunningService first = orders.start();
      orders.produce(200, 2);
      orders.awaitCounted();
      first.close();
      deleteTopic(orders);
      orders.createTopic(2);
      orders.produce(300, 2);
      RunningService second = orders.start();
      second.awaitStopped(2);
      orders.table.awaitOpenLosses("recreated|0|100|100", "recreated|1|100|100");

      assertThat(second.post(SKIP).statusCode()).isEqualTo(400);
      String dry = second.order(RESET);
      assertThat(dry)
          .contains("begins anew: 150 offsets [0, 150) so far  recreated at 100")
          .contains(" to=0:0,1:0 token=");
      HttpResponse<String> wrong = second.post(RESET + "&partition=1&token=" + token(dry));
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("nothing was changed", "before: partition 0");
      assertThat(orders.table.positions()).containsExactly("0|100", "1|100");
      second.order(RESET + "&token=" + token(dry));

      awaitServed(second, orders, 500);
      assertThat(orders.table.positions()).containsExactly("0|150", "1|150");
      assertThat(orders.table.openLosses()).isEmpty();
      assertThat(orders.table.cells()).isEqualTo(orders.book.cells());
    }
  }

  @Test
  void shouldFenceTheLaneThatHoldsThePartitionAndLetItClaimAnew(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "moving", Framing.CONFLUENT, folder).createTopic(2)) {
      RunningService host = orders.start();
      orders.produce(200, 2);
      orders.awaitCounted();
      host.order("/tasks/consumer?action=pause&source=orders&partition=0");
      await().atMost(OrderService.PATIENCE).until(() -> host.partitionsThatAre("paused") == 1);
      orders.produce(200, 2);

      String dry = host.order(SKIP + "&partition=0&to=150");
      host.order(SKIP + "&partition=0&to=150&token=" + token(dry));
      host.order("/tasks/consumer?action=resume&source=orders");

      awaitServed(host, orders, 350);
      assertThat(orders.table.positions()).containsExactly("0|200", "1|200");
      assertThat(orders.table.losses()).containsExactly("skipped|0|100|150");
      assertThat(orders.table.ranges()).containsExactly("0|0|100", "0|150|200", "1|0|200");
    }
  }

  /** Waits until so many records are counted and the host says that it is well. */
  private static void awaitServed(RunningService service, OrderService orders, long records) {
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(orders.table.served()).isEqualTo(records);
              assertThat(service.get("/healthcheck").statusCode()).isEqualTo(200);
            });
  }

  private static void deleteBefore(OrderService orders, long offset) throws Exception {
    try (Admin admin = orders.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(orders.topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static void deleteTopic(OrderService orders) throws Exception {
    try (Admin admin = orders.admin()) {
      admin.deleteTopics(List.of(orders.topic)).all().get(30, TimeUnit.SECONDS);
      await()
          .atMost(OrderService.PATIENCE)
          .until(() -> !admin.listTopics().names().get().contains(orders.topic));
    }
  }
}
