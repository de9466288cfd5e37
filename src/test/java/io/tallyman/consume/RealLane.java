package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.event.SourcePartition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A lane on Kafka's own consumer, turned by the test, so that it stands where the test wants it to:
 * it takes one record with each poll, and its consumer fetches far ahead of that.
 */
final class RealLane implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int MOST_TURNS = 600;

  final String topic;
  final StubStore store = new StubStore();
  final AtomicLong ticker = new AtomicLong();
  final StubSight sight = new StubSight(ticker);

  private final String brokers;
  private final OperatorToggles toggles = new OperatorToggles();
  private final Writer.Shift shift;
  private final LaneTurns turns;

  RealLane(String brokers, String topic, String protocol) {
    this.brokers = brokers;
    this.topic = topic;
    ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
    Writer writer = new Writer(store, "bench", metrics, ticker::get, new Random(1));
    shift = writer.new Shift();
    Map<String, Object> settings =
        new ConsumerProperties(
                new KafkaSettings(
                    brokers,
                    "of-" + topic,
                    Optional.empty(),
                    Map.of("group.protocol", protocol, "max.poll.records", "1")))
            .consumer(Fruit.SOURCE, topic);
    turns =
        new LaneTurns(
            "fruit-0",
            Fruit.engine(topic),
            () -> new KafkaConsumer<>(settings),
            sight,
            new LaneSurroundings(
                writer,
                toggles.applied(),
                new RollupToggles(),
                new LaneTuning(LaneValues.of(LaneBench.FLUSH)),
                new MemoryBudget(1 << 20),
                metrics,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                ticker::get,
                new Random(2)));
  }

  /** Makes the topic, anew where there was one, and has the lane see it. */
  void createTopic(List<Integer> brokerIds) throws Exception {
    NewTopic fresh = new NewTopic(topic, Map.of(0, brokerIds));
    fresh.configs(Map.of("min.insync.replicas", "1", "unclean.leader.election.enable", "true"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      Uuid id = admin.createTopics(List.of(fresh)).topicId(topic).get(60, SECONDS);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> inSync(admin) == brokerIds.size()); // or an acknowledgement says little
      sight.recreate(topicId(id));
      sight.log(0, 0, 0);
      sight.lookSoon();
    }
  }

  private int inSync(Admin admin) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(60, SECONDS)
        .get(topic)
        .partitions()
        .get(0)
        .isr()
        .size();
  }

  private static UUID topicId(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /** Has the lane see where the logs end, and who leads them, as a topic's watch does. */
  void look() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      sight.show(new TopicObserver(admin, topic, Clock.systemUTC(), ticker::get).observe());
    }
  }

  void deleteTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.deleteTopics(List.of(topic)).all().get(60, SECONDS);
    }
  }

  /** Acknowledged by all replicas that are in sync. */
  void append(String value, int times) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "acks", "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (int i = 0; i < times; i++) {
        byte[] each = value.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, null, each)).get(60, SECONDS);
      }
    }
  }

  /** A poll, and all that the writer then has to do. */
  void turn() {
    ticker.addAndGet(PATIENCE.toNanos());
    turns.turn(PATIENCE, loop -> {});
    Duration pause = shift.turn();
    while (pause != null && pause.isZero()) {
      pause = shift.turn();
    }
  }

  void turn(int times) {
    for (int i = 0; i < times; i++) {
      turn();
    }
  }

  void turnUntil(BooleanSupplier condition) {
    for (int i = 0; i < MOST_TURNS; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      turn();
    }
    fail("it hasn't come to that in %d turns: %s, %s", MOST_TURNS, turns.status(), turns.failure());
  }

  /** Reads up to there, is held back, and writes what it has. */
  void pauseAt(long offset) {
    turnUntil(() -> status().map(each -> each.position() == offset).orElse(false));
    toggles.pause(Fruit.SOURCE, OptionalInt.empty(), "");
    turnUntil(() -> stored() == offset);
  }

  void resume() {
    toggles.resume(Fruit.SOURCE, OptionalInt.empty());
  }

  private Optional<PartitionStatus> status() {
    return turns.status().partitions().stream().findFirst();
  }

  SourcePartition partition() {
    return new SourcePartition(Fruit.SOURCE, topic, 0);
  }

  long stored() {
    return store.next(partition());
  }

  /** How many records of a country are counted. */
  long counted(String country) {
    return store.cells().getOrDefault(country, new StubStore.Counted(0, BigDecimal.ZERO)).records();
  }

  @Override
  public void close() {
    turns.letGo();
  }
}
