package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.testing.DropwizardTestSupport;
import io.tallyman.cluster.Certificate;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.FreePorts;
import io.tallyman.cluster.Kafka;
import io.tallyman.decode.Framing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/**
 * A topic of orders, a database and the real application between them, for one test. The
 * applications that it starts, in this JVM or as processes of the jar, end with it.
 */
final class OrderService implements AutoCloseable {

  /** A running application. */
  interface Host extends AutoCloseable {
    @Override
    void close();
  }

  static final String SOURCE = "orders";
  static final Duration PATIENCE = Duration.ofSeconds(90);

  final Kafka kafka;
  final String topic;
  final OrderTable table;
  final OrderBook book;

  private final String name;
  private final Path folder;
  private final Database database;
  private final Framing framing;
  private final Map<String, String> kafkaProperties = new LinkedHashMap<>();
  private final Clock clock = Clock.systemUTC();
  private final List<Host> running = new ArrayList<>();
  private final Queue<Exception> unsent = new ConcurrentLinkedQueue<>();
  private String moreRollups = "";
  private int lanes = 2;
  private String instance = "";
  private String more = "";
  private String connector = "type: http";
  private int adminPort;

  /**
   * @param name of topic, group and schema of the database: letters, digits and underscores
   */
  OrderService(Kafka kafka, Database server, String name, Framing framing, Path folder)
      throws IOException {
    this.kafka = kafka;
    this.name = name;
    this.topic = "it-" + name;
    this.database = server.newDatabase(name);
    this.framing = framing;
    this.folder = folder;
    this.table = new OrderTable(database);
    this.book = new OrderBook(framing, name.hashCode());
    Files.createDirectories(folder.resolve("schemas"));
    Files.writeString(folder.resolve("schemas").resolve("Order.avsc"), OrderBook.SCHEMA);
  }

  OrderService withLanes(int number) {
    lanes = number;
    return this;
  }

  /** The hosts that are started from now on are this static member. */
  OrderService withInstance(String groupInstanceId) {
    instance = groupInstanceId;
    return this;
  }

  /** The hosts that are started from now on have these sections too. */
  OrderService withSections(String yaml) {
    more = yaml;
    return this;
  }

  /** The hosts that are started from now on answer over TLS alone, on both ports. */
  OrderService withTls(Certificate certificate) {
    connector =
        "type: https, keyStorePath: '%s', keyStorePassword: %s, disableSniHostCheck: true"
            .formatted(certificate.store(), Certificate.PASSWORD);
    return this;
  }

  OrderService withKafka(String key, String value) {
    kafkaProperties.put(key, value);
    return this;
  }

  /** One more rollup: all orders of an hour in one cell. */
  OrderService withRollup(String rollup) {
    moreRollups +=
        "  %s: {source: orders, bucket: 1h, dimensions: [], measures: {orders: {type: count}},"
                .formatted(rollup)
            + " acceptLate: 1h, acceptEarly: 5m}\n";
    return this;
  }

  OrderService createTopic(int partitions) throws Exception {
    return createTopic(partitions, Map.of());
  }

  OrderService createTopic(int partitions, Map<String, String> settings) throws Exception {
    try (Admin admin = admin()) {
      NewTopic created = new NewTopic(topic, Optional.of(partitions), Optional.empty());
      created.configs(settings);
      admin.createTopics(List.of(created)).all().get(60, TimeUnit.SECONDS);
    }
    return this;
  }

  void growTopic(int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  /** Sets what the brokers hold for this consumer group alone. */
  void withGroup(String key, String value) throws Exception {
    try (Admin admin = admin()) {
      AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.GROUP, group()), List.of(set)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  private String groupId() {
    return "group-" + name;
  }

  /** The consumer group of the source, as Kafka knows it. */
  String group() {
    return groupId() + "-orders";
  }

  KafkaProducer<Integer, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new LinkedHashMap<>(more);
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("linger.ms", 5);
    // With more, Kafka's idempotent producer once sent the first batch of a new topic again when
    // the broker had the next six, and was refused until its time was over.
    properties.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(properties, new IntegerSerializer(), new ByteArraySerializer());
  }

  /** Sends orders to partitions in turn, waits until the brokers have them, and books them. */
  void produce(int number, int partitions) {
    try (KafkaProducer<Integer, byte[]> producer = producer(Map.of())) {
      for (int i = 0; i < number; i++) {
        OrderBook.Order order = book.next(clock.instant());
        send(producer, i % partitions, order);
        book.sent(order);
      }
    }
    assertThat(unsent).isEmpty();
  }

  /** Sends an order; what the brokers refuse is noted, and fails the test in the end. */
  void send(KafkaProducer<Integer, byte[]> producer, int partition, OrderBook.Order order) {
    send(producer, partition, partition, order);
  }

  /** The same with a key, by which a compacted topic forgets what it had before. */
  void send(
      KafkaProducer<Integer, byte[]> producer, int partition, int key, OrderBook.Order order) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, order.recordTime(), key, order.value()),
            (sent, failure) -> {
              if (failure != null) {
                unsent.add(failure);
              }
            });
  }

  OrderBook.Order nextOrder() {
    return book.next(clock.instant());
  }

  // ---- the application

  /** One more host, in this JVM. */
  RunningService start() throws Exception {
    DropwizardTestSupport<TallymanConfiguration> support =
        new DropwizardTestSupport<>(TallymanApplication.class, config().toString());
    support.before();
    RunningService service = new RunningService(support);
    running.add(service);
    return service;
  }

  /** One more host, as a process of the jar. */
  JarProcess startJar() throws IOException {
    JarProcess process =
        JarProcess.start(folder.resolve("jar-" + running.size() + ".log"), "server", config());
    running.add(process);
    return process;
  }

  /** One more host, as a process of the jar whose admin port is known. */
  SteeredProcess startSteered() throws IOException {
    adminPort = new FreePorts().pick(1, List.of()).get(0);
    JarProcess process = startJar();
    SteeredProcess host = new SteeredProcess(process, adminPort);
    adminPort = 0;
    return host;
  }

  Path config() throws IOException {
    StringBuilder properties = new StringBuilder();
    kafkaProperties.forEach((key, value) -> properties.append(key + ": '" + value + "', "));
    String host = name + "-" + running.size();
    Path file = folder.resolve("config-" + running.size() + ".yml");
    String written =
        """
        host: %s
        database: {url: '%s', user: '%s', password: '%s', migrate: true}
        kafka: {bootstrapServers: '%s', groupId: %s, groupInstanceId: '%s',
                properties: {%s}}
        schemas: {directory: '%s'}
        flush: {interval: 200ms}
        sources:
          orders:
            {topic: %s, framing: %s, schema: io.tallyman.test.Order, eventTime: ordered_at,
             consumers: %d}
        rollups:
          orders_by_country:
            source: orders
            bucket: 1h
            where: {country: {not: [XX]}}
            dimensions: [country]
            measures:
              orders: {type: count}
              quantity: {type: sum, field: quantity}
              revenue: {type: sum, product: [quantity, price]}
              price_min: {type: min, field: price}
            acceptLate: 1h
            acceptEarly: 5m
        %sserver:
          applicationConnectors: [{%s, bindHost: 127.0.0.1, port: 0}]
          adminConnectors: [{%s, bindHost: 127.0.0.1, port: %d}]
          requestLog: {appenders: []}
          shutdownGracePeriod: 5s
        logging:
          level: WARN
          loggers: {io.tallyman: INFO, org.apache.kafka: ERROR, com.zaxxer.hikari: ERROR}
        """
            .formatted(
                host,
                database.jdbcUrl(),
                database.user(),
                database.password(),
                kafka.bootstrapServers(),
                groupId(),
                instance,
                properties,
                folder.resolve("schemas"),
                topic,
                framing.label(),
                lanes,
                moreRollups,
                connector,
                connector,
                adminPort);
    Files.writeString(file, written + more, StandardCharsets.UTF_8);
    return file;
  }

  // ---- what has to hold

  /** Waits until all that was booked is in the ledger. */
  void awaitCounted() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(table.served()).isEqualTo(book.served()));
  }

  /** Every cell is right and the ledger balances, and its ranges are whole. */
  void assertExact() {
    assertThat(table.cells()).isEqualTo(book.cells());
    for (OrderBook.Fate fate : OrderBook.Fate.values()) {
      String column = fate.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(table.outcome(column)).as(column).isEqualTo(book.sent(fate));
    }
    assertThat(table.outcome("duplicate")).isZero();
    assertThat(table.outcome("next_offset - first_offset - served - absent")).isZero();
    assertThat(table.gaps()).as("ranges that don't join").isZero();
    assertThat(table.recordsInCells()).isEqualTo(book.sent(OrderBook.Fate.COUNTED));
    assertThat(table.deadLetters()).isEqualTo(book.sent(OrderBook.Fate.REJECTED));
  }

  @Override
  public void close() {
    running.forEach(Host::close);
  }
}
