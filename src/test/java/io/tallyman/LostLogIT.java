package io.tallyman;

import static io.tallyman.RunningService.token;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that becomes another one under the lanes that read it: nothing of it is counted twice. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class LostLogIT {

  private static final int LEADER = 1;
  private static final int FOLLOWER = 2;

  @TempDir static Path brokers;

  private static KafkaCluster kafka;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(brokers);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void shouldStopWhereAnElectionTookAwayWhatWasCounted(Database server) throws Exception {
    try (OrderService orders = onTwoBrokers(server, "truncated");
        OrderService unwatched = onTwoBrokers(server, "truncated_unwatched")) {
      RunningService first = orders.start();
      RunningService leaving = unwatched.start();
      countHundred(orders);
      countHundred(unwatched);
      kafka.stopBroker(FOLLOWER);
      countHundred(orders);
      countHundred(unwatched);
      leaving.close();
      kafka.stopBroker(LEADER);
      kafka.startBroker(FOLLOWER); // leads now, and has never seen the second hundred

      first.awaitStopped(1);
      orders.table.awaitOpenLosses("truncation|0|100|200");
      awaitRed(first, "was truncated: offsets [100, 200)");
      kafka.startBroker(LEADER);
      kafka.awaitReady(OrderService.PATIENCE);
      growPastWhatWasLost(orders);
      growPastWhatWasLost(unwatched);
      first.close();
      RunningService second = orders.start();
      second.awaitStopped(1);
      assertThat(orders.table.ranges()).containsExactly("0|0|200");
      assertGoesOn(second, orders);

      RunningService back = unwatched.start(); // the leader epoch alone tells it
      back.awaitStopped(1);
      unwatched.table.awaitOpenLosses("truncation|0|100|200");
      assertGoesOn(back, unwatched);
    }
  }

  private OrderService onTwoBrokers(Database server, String name) throws Exception {
    OrderService orders =
        new OrderService(kafka, server, name, Framing.CONFLUENT, folder.resolve(name)).withLanes(1);
    createOnTwoBrokersOfWhichOneIsEnough(orders);
    return orders;
  }

  private static void countHundred(OrderService orders) {
    orders.produce(100, 1);
    orders.awaitCounted();
  }

  private static void growPastWhatWasLost(OrderService orders) {
    sendOffTheBooks(orders, 0, 100); // at the offsets of those that are gone
    orders.produce(60, 1);
  }

  private static void assertGoesOn(RunningService host, OrderService orders) throws Exception {
    move(host, "skip", "truncation [100, 200)");
    awaitGreen(host, orders);
    assertThat(orders.table.ranges()).containsExactly("0|0|260");
    assertThat(orders.table.openLosses()).isEmpty();
    orders.assertExact();
  }

  /** Records that only its leader has are lost when the other broker is made to lead. */
  private static void createOnTwoBrokersOfWhichOneIsEnough(OrderService orders) throws Exception {
    NewTopic topic = new NewTopic(orders.topic, Map.of(0, List.of(LEADER, FOLLOWER)));
    topic.configs(Map.of("min.insync.replicas", "1", "unclean.leader.election.enable", "true"));
    try (Admin admin = orders.admin()) {
      admin.createTopics(List.of(topic)).all().get(60, SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldCountNothingOfATopicMadeAnewUntilAnOperatorSaysSo(String protocol, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "anew_" + protocol, Framing.CONFLUENT, folder)
            .withKafka("group.protocol", protocol)
            .createTopic(3)) {
      RunningService host = orders.start();
      orders.produce(300, 3);
      orders.awaitCounted();
      host.order("/tasks/consumer?action=pause&source=orders&partition=2");
      await().atMost(OrderService.PATIENCE).until(() -> host.partitionsThatAre("paused") == 1);
      sendOffTheBooks(orders, 2, 20); // seen by the host, and lost
      await().atMost(OrderService.PATIENCE).until(() -> host.lagOf(2) == 20);
      Uuid old = topicId(orders);
      makeAnew(orders, 3);
      send(orders, 0, 50);
      send(orders, 1, 250);
      send(orders, 2, 100);

      host.awaitStopped(3);
      orders.table.awaitOpenLosses(
          "recreated|0|100|100", "recreated|1|100|100", "recreated|2|100|120");
      awaitRed(host, "was deleted and made anew (its id was ");
      Uuid fresh = topicId(orders);
      assertThat(orders.table.ranges(old)).containsExactly("0|0|100", "1|0|100", "2|0|100");
      assertThat(orders.table.ranges(fresh)).isEmpty();

      host.order("/tasks/consumer?action=resume&source=orders");
      move(host, "reset", " to=0:0,1:0,2:0 token=");
      awaitGreen(host, orders);
      assertThat(orders.table.ranges(old)).containsExactly("0|0|100", "1|0|100", "2|0|100");
      assertThat(orders.table.ranges(fresh)).containsExactly("0|0|50", "1|0|250", "2|0|100");
      assertThat(orders.table.openLosses()).isEmpty();
      orders.assertExact();
    }
  }

  /** Deletes and creates the topic within milliseconds, and returns when every broker knows. */
  private static void makeAnew(OrderService orders, int partitions) throws Exception {
    try (Admin admin = orders.admin()) {
      admin.deleteTopics(List.of(orders.topic)).all().get(60, SECONDS);
      orders.createTopic(partitions);
      await()
          .atMost(OrderService.PATIENCE)
          .until(() -> emptyReplicas(admin, orders.topic) == kafka.size() * partitions);
    }
  }

  /** The old topic's replicas have records, the new one's don't; either has one on each broker. */
  private static int emptyReplicas(Admin admin, String topic) throws Exception {
    int empty = 0;
    for (Map<String, LogDirDescription> folders :
        admin.describeLogDirs(List.of(1, 2, 3)).allDescriptions().get(60, SECONDS).values()) {
      for (LogDirDescription logs : folders.values()) {
        for (Map.Entry<TopicPartition, ReplicaInfo> replica : logs.replicaInfos().entrySet()) {
          boolean isOfTopic = replica.getKey().topic().equals(topic);
          empty += isOfTopic && replica.getValue().size() == 0 ? 1 : 0;
        }
      }
    }
    return empty;
  }

  private static Uuid topicId(OrderService orders) throws Exception {
    try (Admin admin = orders.admin()) {
      return admin
          .describeTopics(List.of(orders.topic))
          .allTopicNames()
          .get(60, SECONDS)
          .get(orders.topic)
          .topicId();
    }
  }

  private static void send(OrderService orders, int partition, int number) {
    try (KafkaProducer<Integer, byte[]> producer = orders.producer(Map.of())) {
      for (int i = 0; i < number; i++) {
        OrderBook.Order order = orders.nextOrder();
        orders.send(producer, partition, order);
        orders.book.sent(order);
      }
    }
  }

  /** Sends what must not be counted. */
  private static void sendOffTheBooks(OrderService orders, int partition, int number) {
    try (KafkaProducer<Integer, byte[]> producer = orders.producer(Map.of())) {
      for (int i = 0; i < number; i++) {
        orders.send(producer, partition, orders.nextOrder());
      }
    }
  }

  /** Asks what it would do, and has it do just that. */
  private static void move(RunningService host, String action, String planned) throws Exception {
    String task = "/tasks/positions?source=orders&action=" + action;
    String dry = host.order(task);
    assertThat(dry).startsWith("dry run: nothing was changed").contains(planned);
    host.order(task + "&token=" + token(dry));
  }

  private static void awaitRed(RunningService host, String why) {
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(host.get("/healthcheck").statusCode()).isEqualTo(500);
              assertThat(host.get("/healthcheck").body()).contains(why);
            });
  }

  private static void awaitGreen(RunningService host, OrderService orders) {
    orders.awaitCounted();
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(() -> assertThat(host.get("/healthcheck").statusCode()).isEqualTo(200));
  }
}
