package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.KafkaSettings;
import io.tallyman.cluster.LogDump;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's served and absent, against what is in the files of a broker. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class LedgerAgainstLogIT {

  private static final int PARTITIONS = 2;
  private static final int TRANSACTIONS = 60;

  @TempDir static Path brokerFolder;

  private static KafkaCluster kafka;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    kafka =
        KafkaCluster.start(
            KafkaSettings.in(brokerFolder)
                .nodes(1)
                .properties(Map.of("log.cleaner.backoff.ms", "200")));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldCountMarkersAbortedRecordsAndWhatCompactionTookAsAbsent(Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "compacted", Framing.CONFLUENT, folder)
            .createTopic(
                PARTITIONS,
                Map.of(
                    "cleanup.policy", "compact",
                    "segment.ms", "1",
                    "min.cleanable.dirty.ratio", "0.01"))) {
      sendInTransactions(orders);
      awaitCompaction(orders);
      sendWhatIsAborted(orders);
      List<LogDump> dumps =
          await()
              .atMost(OrderService.PATIENCE)
              .ignoreExceptions() // the marker of an aborted transaction comes a moment later
              .until(() -> dumps(orders), found -> true);
      for (LogDump dump : dumps) {
        assertThat(dump.markers()).isEqualTo(TRANSACTIONS);
        assertThat(dump.aborted()).isGreaterThanOrEqualTo(10);
        assertThat(dump.visible()).isPositive();
      }

      assertLedgerIsAs(dumps, orders);
      assertThat(dumps(orders)).as("the logs, unchanged meanwhile").isEqualTo(dumps);
    }
  }

  @Test
  void shouldCountNothingAsAbsentOnAPlainTopic(Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "plain", Framing.CONFLUENT, folder)
            .createTopic(PARTITIONS)) {
      orders.produce(1_000, PARTITIONS);
      List<LogDump> dumps = dumps(orders);

      assertThat(dumps).containsOnly(new LogDump(500, 500, 0, 0, 0));
      assertLedgerIsAs(dumps, orders);
    }
  }

  private void assertLedgerIsAs(List<LogDump> dumps, OrderService orders) throws Exception {
    orders.start();
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () -> {
              for (int partition = 0; partition < PARTITIONS; partition++) {
                LogDump dump = dumps.get(partition);
                assertThat(orders.table.ledgerOf(partition))
                    .as("first offset, next offset, served, absent of partition %d", partition)
                    .containsExactly(
                        "0|%d|%d|%d".formatted(dump.next(), dump.visible(), dump.absent()));
              }
            });
    assertThat(JarProcess.run(folder.resolve("ledger.log"), "ledger", orders.config()))
        .endsWith("everything balances\n");
  }

  /** Each leaves something in both partitions; every third is aborted. */
  private static void sendInTransactions(OrderService orders) {
    try (KafkaProducer<Integer, byte[]> producer = transactional(orders)) {
      for (int transaction = 1; transaction < TRANSACTIONS; transaction++) {
        send(producer, orders, transaction);
        if (transaction % 3 == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  /** One more, when nothing is compacted any more: its records stay in the log. */
  private static void sendWhatIsAborted(OrderService orders) {
    try (KafkaProducer<Integer, byte[]> producer = transactional(orders)) {
      send(producer, orders, TRANSACTIONS);
      producer.abortTransaction();
    }
  }

  private static KafkaProducer<Integer, byte[]> transactional(OrderService orders) {
    KafkaProducer<Integer, byte[]> producer =
        orders.producer(Map.of("transactional.id", "compacted"));
    producer.initTransactions();
    return producer;
  }

  private static void send(
      KafkaProducer<Integer, byte[]> producer, OrderService orders, int transaction) {
    producer.beginTransaction();
    for (int i = 0; i < 20; i++) {
      orders.send(producer, i % PARTITIONS, (transaction * 7 + i) % 13, orders.nextOrder());
    }
    producer.flush();
  }

  /** Returns when much was taken from every partition, and nothing is any more. */
  private static void awaitCompaction(OrderService orders) throws Exception {
    await()
        .atMost(OrderService.PATIENCE)
        .ignoreExceptions() // files come and go while the cleaner is at it
        .until(() -> dumps(orders).stream().allMatch(dump -> dump.removed() > dump.next() / 2));
    try (Admin admin = orders.admin()) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, orders.topic);
      ConfigEntry wait = new ConfigEntry("min.compaction.lag.ms", "3600000");
      admin
          .incrementalAlterConfigs(
              Map.of(topic, List.of(new AlterConfigOp(wait, AlterConfigOp.OpType.SET))))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    // compared with the look before: a cleaning that is under way is carried to its end
    AtomicReference<List<LogDump>> last = new AtomicReference<>(List.of());
    await()
        .atMost(OrderService.PATIENCE)
        .during(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              List<LogDump> now = dumps(orders);
              return now.equals(last.getAndSet(now));
            });
  }

  private static List<LogDump> dumps(OrderService orders) throws Exception {
    return List.of(
        LogDump.of(kafka.logFolder(1, orders.topic, 0)),
        LogDump.of(kafka.logFolder(1, orders.topic, 1)));
  }
}
