package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that hangs, and servers that end and come back, cost lag and nothing else; records
 * that Kafka has deleted are a loss.
 */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class OutageIT {

  /** Longer than a lane may go without polling: if polling waited, it would be put out. */
  private static final Duration FROZEN = Duration.ofSeconds(9);

  @TempDir Path folder;

  @Test
  void shouldStayInTheGroupAndCountOnceWhileTheDatabaseHangs(Kafka kafka) throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("database"));
        OrderService orders =
            new OrderService(kafka, server, "freezing", Framing.CONFLUENT, folder)
                .withKafka("max.poll.interval.ms", "5000")
                .createTopic(2)) {
      orders.start();
      orders.produce(200, 2);
      orders.awaitCounted();
      await()
          .atMost(OrderService.PATIENCE)
          .until(() -> members(orders).values().stream().allMatch(held -> held.size() == 1));
      Map<String, Set<TopicPartition>> before = members(orders);
      server.freeze();
      try {
        orders.produce(2_000, 2);
        await()
            .pollDelay(FROZEN)
            .atMost(FROZEN.plusSeconds(60))
            .untilAsserted(() -> assertThat(members(orders)).isEqualTo(before));
      } finally {
        server.thaw();
      }
      orders.produce(200, 2);
      orders.awaitCounted();

      orders.assertExact();
      assertThat(members(orders)).isEqualTo(before);
    }
  }

  @Test
  void shouldCountOnceWhileABrokerAndThenTheDatabaseEndAndComeBack() throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("database"));
        KafkaCluster cluster = KafkaCluster.start(folder.resolve("kafka"));
        OrderService orders =
            new OrderService(cluster, server, "restarting", Framing.CONFLUENT, folder)
                .createTopic(6)) {
      orders.start();
      orders.produce(600, 6);
      orders.awaitCounted();

      cluster.stopBroker(1); // it leads two of the partitions
      orders.produce(3_000, 6);
      orders.awaitCounted();
      cluster.startBroker(1);
      orders.produce(3_000, 6);
      cluster.awaitReady(OrderService.PATIENCE);

      orders.produce(3_000, 6);
      server.kill();
      orders.produce(3_000, 6);
      server.restart();
      orders.produce(600, 6);
      orders.awaitCounted();

      orders.assertExact();
    }
  }

  /** The members of the group with what each is assigned. */
  private static Map<String, Set<TopicPartition>> members(OrderService orders) throws Exception {
    try (Admin admin = orders.admin()) {
      ConsumerGroupDescription group =
          admin
              .describeConsumerGroups(List.of(orders.group()))
              .describedGroups()
              .get(orders.group())
              .get(30, TimeUnit.SECONDS);
      return group.members().stream()
          .collect(
              Collectors.toMap(
                  MemberDescription::consumerId, member -> member.assignment().topicPartitions()));
    }
  }

  @Test
  void shouldStopAPartitionThatRetentionOvertookAndSayWhatIsLost(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "retention", Framing.CONFLUENT, folder).createTopic(2)) {
      RunningService first = orders.start();
      orders.produce(200, 2);
      orders.awaitCounted();
      first.close();
      orders.produce(200, 2);
      deleteBefore(orders, 150);

      RunningService second = orders.start();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () -> assertThat(orders.table.losses()).containsExactly("retention|0|100|150"));
      await().atMost(OrderService.PATIENCE).until(() -> orders.table.served() == 300);

      await().atMost(OrderService.PATIENCE).until(() -> second.partitionsThatAre("stopped") == 1);
      assertThat(second.get("/healthcheck").statusCode()).isEqualTo(500);
      assertThat(second.get("/healthcheck").body()).contains("[100, 150)");
      assertThat(orders.table.served()).isEqualTo(300);
    }
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
}
