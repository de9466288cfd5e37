package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of a record, on real brokers and a real database. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class CountingIT {

  private static final int PARTITIONS = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"CONFLUENT,consumer", "SINGLE_OBJECT,classic", "RAW,consumer"})
  void shouldGiveEveryRecordOneOutcome(
      Framing framing, String protocol, Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(
                kafka, server, "counting_" + protocol + framing.label().length(), framing, folder)
            .withKafka("group.protocol", protocol)
            .withLanes(3)
            .createTopic(PARTITIONS)) {
      orders.produce(2_000, PARTITIONS);
      orders.start();
      orders.produce(1_000, PARTITIONS);
      orders.awaitCounted();

      orders.assertExact();
      for (OrderBook.Fate fate : OrderBook.Fate.values()) {
        assertThat(orders.book.sent(fate)).as("%s orders in the test", fate).isPositive();
      }
      assertThat(orders.table.deadLetterReasons()).contains("empty").doesNotContain("unstorable");
    }
  }

  @Test
  void shouldCountNothingThatATransactionAborted(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "transactions", Framing.CONFLUENT, folder).createTopic(2)) {
      RunningService service = orders.start();
      int aborted = sendInTransactions(orders);
      orders.awaitCounted();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(() -> assertThat(lags(service)).containsExactly(0L, 0L));

      orders.assertExact();
      // Every transaction leaves a marker in each partition, and what was aborted is absent too.
      assertThat(orders.table.outcome("absent")).isGreaterThanOrEqualTo(aborted + 20);
    }
  }

  /** Twenty transactions, every third of which is aborted. */
  private static int sendInTransactions(OrderService orders) {
    int aborted = 0;
    try (KafkaProducer<Integer, byte[]> producer =
        orders.producer(Map.of("transactional.id", "orders"))) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 20; transaction++) {
        producer.beginTransaction();
        for (int i = 0; i < 20; i++) {
          OrderBook.Order order = orders.nextOrder();
          orders.send(producer, i % 2, order);
          if (transaction % 3 == 0) {
            aborted++;
          } else {
            orders.book.sent(order);
          }
        }
        producer.flush();
        if (transaction % 3 == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    return aborted;
  }

  private static List<Long> lags(RunningService service) {
    return service.partitions().stream()
        .map(partition -> partition.path("lag"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asLong)
        .toList();
  }

  @Test
  void shouldReadAPartitionThatIsAddedFromItsBeginning(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "growing", Framing.CONFLUENT, folder)
            .withKafka("metadata.max.age.ms", "1000")
            .createTopic(1)) {
      orders.produce(100, 1);
      orders.start();
      orders.awaitCounted();
      orders.growTopic(3);
      try (KafkaProducer<Integer, byte[]> producer =
          orders.producer(Map.of("metadata.max.age.ms", 200))) {
        await()
            .atMost(OrderService.PATIENCE)
            .until(() -> producer.partitionsFor(orders.topic).size() == 3);
      }
      orders.produce(300, 3);
      orders.awaitCounted();

      orders.assertExact();
    }
  }
}
