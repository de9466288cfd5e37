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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes under load that are steered, killed and started again. After each test whatever
 * was set is taken back, the load ends, and everything that was produced has to be counted exactly.
 */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class SteeredFleetIT {

  /** What docs/operations.md promises. */
  private static final Duration OBEYED = Duration.ofSeconds(2);

  private static final int PARTITIONS = 6;
  private static final String ROLLUP = "orders_by_country";
  private static final String TOTAL = "orders_total";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<SteeredProcess> hosts = new ArrayList<>();
  private OrderService orders;
  private ScheduledExecutorService load;
  private KafkaProducer<Integer, byte[]> producer;

  @BeforeAll
  void startTheFleet(Kafka kafka, Database server, @TempDir Path folder) throws Exception {
    orders =
        new OrderService(kafka, server, "fleet", Framing.CONFLUENT, folder)
            .withRollup(TOTAL)
            .withLanes(1)
            .withKafka("session.timeout.ms", "6000")
            .withKafka("group.protocol", "classic")
            .createTopic(PARTITIONS);
    for (int host = 0; host < 3; host++) {
      hosts.add(orders.startSteered());
    }
    producer = orders.producer(Map.of());
  }

  @AfterAll
  void endTheFleet() {
    producer.close();
    orders.close();
  }

  @BeforeEach
  void produce() {
    load = Executors.newSingleThreadScheduledExecutor();
    var unused = load.scheduleWithFixedDelay(this::send, 0, 50, TimeUnit.MILLISECONDS);
  }

  private void send() {
    for (int number = 0; number < 25; number++) {
      OrderBook.Order order = orders.nextOrder();
      orders.send(producer, number % PARTITIONS, order);
      orders.book.sent(order);
    }
    producer.flush();
  }

  @AfterEach
  void shouldHaveCountedEverythingOnce() throws Exception {
    load.shutdown();
    assertThat(load.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    for (SteeredProcess host : hosts) {
      for (String scope : List.of("fleet", "host")) {
        host.order("/tasks/consumer?action=resume&source=orders&scope=" + scope);
        host.order("/tasks/rollup?action=resume&rollup=" + TOTAL + "&scope=" + scope);
        host.order("/tasks/config?action=revert&scope=" + scope);
        host.order("/tasks/log-level?action=revert&scope=" + scope);
      }
    }
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () -> assertThat(orders.table.served(ROLLUP)).isEqualTo(orders.book.served()));
    assertThat(orders.table.cells()).isEqualTo(orders.book.cells());
    assertThat(orders.table.completeness(ROLLUP)).endsWith("|0");
    assertThat(orders.table.orders(TOTAL)).isEqualTo(orders.table.counted(TOTAL));
    assertThat(orders.table.deadLetters()).isEqualTo(orders.book.sent(OrderBook.Fate.REJECTED));
    JsonNode rollups = JSON.readTree(hosts.get(0).get("/status")).path("rollups");
    assertThat(rollups).hasSize(2);
    for (JsonNode each : rollups) {
      assertThat(each.path("ledger").path("balanced").asBoolean()).as(each.toString()).isTrue();
    }
  }

  // ---- what is asked of them

  private void replace(int host) throws Exception {
    hosts.get(host).kill();
    hosts.set(host, orders.startSteered());
  }

  /** What {@code /levers} says of a logger or a key. */
  private String lever(int host, String list, String name) throws Exception {
    for (JsonNode each : JSON.readTree(hosts.get(host).get("/levers")).path(list)) {
      if (name.equals(each.path(list.equals("keys") ? "key" : "logger").asText())) {
        return each.path(list.equals("keys") ? "value" : "level").asText();
      }
    }
    return "";
  }

  private void awaitLever(Duration patience, int host, String list, String name, String value) {
    await()
        .atMost(patience)
        .untilAsserted(
            () -> assertThat(lever(host, list, name)).as("host %s", host).isEqualTo(value));
  }

  /** All of them, in the time that one may take. */
  private void awaitAll(String list, String name, String value) {
    await()
        .atMost(OBEYED)
        .untilAsserted(
            () -> {
              for (int host = 0; host < hosts.size(); host++) {
                assertThat(lever(host, list, name)).as("host %s", host).isEqualTo(value);
              }
            });
  }

  private void awaitThatAllSayThatTheyObey() {
    await()
        .atMost(Duration.ofSeconds(20)) // hosts tell every five seconds, /status reads now and then
        .untilAsserted(
            () -> {
              int obeying = 0;
              for (JsonNode host : JSON.readTree(hosts.get(0).get("/status")).path("hosts")) {
                boolean alive = host.path("silent_seconds").asInt() < 10;
                obeying += alive && host.path("obeyed").asBoolean() ? 1 : 0;
              }
              assertThat(obeying).isEqualTo(hosts.size());
            });
  }

  private void awaitStandstill(LongSupplier number) {
    Unchanged unchanged = new Unchanged(number);
    await()
        .atMost(Duration.ofSeconds(15))
        .during(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(200))
        .until(unchanged::holds);
  }

  /** Whether a number is what it was when it was asked for last. */
  private static final class Unchanged {
    private final LongSupplier number;
    private long before = -1;

    Unchanged(LongSupplier number) {
      this.number = number;
    }

    boolean holds() {
      long now = number.getAsLong();
      boolean same = before < 0 || before == now;
      before = now;
      return same;
    }
  }

  private void awaitProgress() {
    long before = orders.table.sumOfPositions();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> orders.table.sumOfPositions() > before + 500);
  }

  // ---- the tests

  @Test
  void shouldSetALevelOnOneHostForATime() throws Exception {
    String logger = "io.tallyman.consume.one";
    hosts.get(0).order("/tasks/log-level?logger=" + logger + "&level=DEBUG&for=4s");

    assertThat(lever(0, "loggers", logger)).isEqualTo("DEBUG");
    assertThat(lever(1, "loggers", logger)).isEmpty();
    awaitLever(Duration.ofSeconds(10), 0, "loggers", logger, "");
  }

  @Test
  void shouldSetALevelOnTheFleetOverARestartUntilItIsReverted() throws Exception {
    String logger = "io.tallyman.consume.all";
    hosts.get(1).order("/tasks/log-level?logger=" + logger + "&level=TRACE&scope=fleet&reason=it");

    awaitAll("loggers", logger, "TRACE");
    awaitThatAllSayThatTheyObey();
    replace(2);
    awaitLever(OBEYED, 2, "loggers", logger, "TRACE");
    hosts.get(0).order("/tasks/log-level?action=revert&logger=" + logger + "&scope=fleet");
    awaitAll("loggers", logger, "");
  }

  @Test
  void shouldChangeASettingOnTheFleetOverARestartUntilItEnds() throws Exception {
    String rate = "sources.orders.maxEventsPerSecond";
    hosts.get(0).order("/tasks/config?key=flush.interval&value=900ms&scope=fleet");
    hosts.get(0).order("/tasks/config?key=flush.maxCells&value=77");
    hosts.get(1).order("/tasks/config?key=" + rate + "&value=5000&scope=fleet&for=20s");

    awaitAll("keys", "flush.interval", "900ms");
    awaitAll("keys", rate, "5000");
    assertThat(lever(1, "keys", "flush.maxCells")).isEqualTo("200000");
    replace(0);
    awaitLever(OBEYED, 0, "keys", "flush.interval", "900ms");
    assertThat(lever(0, "keys", "flush.maxCells"))
        .as("a host that is started again under another name has nothing of its own")
        .isEqualTo("200000");
    for (int host = 0; host < hosts.size(); host++) {
      awaitLever(Duration.ofSeconds(30), host, "keys", rate, "unlimited");
    }
    assertThat(lever(1, "keys", "flush.interval")).isEqualTo("900ms");
  }

  @Test
  void shouldHoldTheSourceBackOnTheFleetThroughRebalances() throws Exception {
    hosts.get(2).order("/tasks/consumer?action=pause&source=orders&scope=fleet&reason=it");
    awaitStandstill(orders.table::sumOfPositions);
    replace(1); // its partitions go to others, and come back
    awaitStandstill(orders.table::sumOfPositions);
    assertThat(hosts.get(1).get("/healthcheck")).contains("paused").contains("it");

    hosts.get(1).order("/tasks/consumer?action=resume&source=orders&scope=fleet");
    awaitProgress();

    hosts.get(0).order("/tasks/consumer?action=pause&source=orders&scope=fleet&for=6s");
    awaitStandstill(orders.table::sumOfPositions);
    awaitProgress(); // it has ended by itself
  }

  @Test
  void shouldHoldOneHostBackAloneAndRestartItsLanes() throws Exception {
    awaitProgress();
    hosts.get(0).order("/tasks/consumer?action=pause&source=orders");
    awaitProgress();
    assertThat(hosts.get(0).get("/healthcheck")).contains("paused");
    assertThat(hosts.get(1).get("/healthcheck")).doesNotContain("paused");

    hosts.get(0).order("/tasks/consumer?action=resume&source=orders");
    assertThat(hosts.get(0).order("/tasks/consumer?action=restart&source=orders"))
        .contains("lane-orders-0");
    awaitProgress();
  }

  @Test
  void shouldLeaveARollupOutOnTheFleetOverARestart() throws Exception {
    awaitProgress();
    hosts.get(0).order("/tasks/rollup?action=pause&rollup=" + TOTAL + "&scope=fleet");
    awaitStandstill(() -> orders.table.served(TOTAL));
    replace(2);
    long total = orders.table.served(TOTAL);
    awaitProgress();
    assertThat(orders.table.served(TOTAL)).isEqualTo(total);

    hosts.get(1).order("/tasks/rollup?action=resume&rollup=" + TOTAL + "&scope=fleet");
    await().atMost(OrderService.PATIENCE).until(() -> orders.table.served(TOTAL) > total);
  }

  @Test
  void shouldLoseAndDoubleNothingHoweverOftenItIsSteered() throws Exception {
    String gap = orders.table.completeness(TOTAL);
    Random random = new Random(7);
    for (int call = 1; call <= 1_000; call++) {
      if (call % 400 == 0) {
        replace(random.nextInt(hosts.size()));
      }
      hosts.get(random.nextInt(hosts.size())).order(anything(random));
    }
    assertThat(orders.table.completeness(TOTAL)).as("it was paused").isNotEqualTo(gap);
  }

  /** Something that an operator may ask of a host, or of all; mostly it ends within seconds. */
  private static String anything(Random random) {
    String scope = random.nextInt(4) == 0 ? "&scope=fleet" : "";
    String lasting = "&for=" + (1 + random.nextInt(3)) + "s";
    String partition = random.nextBoolean() ? "&partition=" + random.nextInt(PARTITIONS) : "";
    return switch (random.nextInt(22)) {
      case 0, 1, 2 -> "/tasks/consumer?action=pause&source=orders" + partition + scope + lasting;
      case 3, 4, 5, 6, 7 -> "/tasks/consumer?action=resume&source=orders" + partition + scope;
      case 8, 9, 10 -> "/tasks/rollup?action=pause&rollup=" + TOTAL + scope + lasting;
      case 11, 12, 13 -> "/tasks/rollup?action=resume&rollup=" + TOTAL + scope;
      case 14, 15, 16 ->
          "/tasks/config?key=sources.orders.maxEventsPerSecond&value="
              + (100 + random.nextInt(5_000))
              + scope
              + lasting;
      case 17, 18 ->
          "/tasks/config?key=flush.interval&value=" + (10 + random.nextInt(500)) + "ms" + scope;
      case 19, 20 ->
          "/tasks/log-level?logger=io.tallyman.consume.any&level="
              + (random.nextBoolean() ? "DEBUG" : "WARN")
              + scope
              + lasting;
      default ->
          random.nextInt(10) == 0
              ? "/tasks/consumer?action=restart&source=orders"
              : "/tasks/config?action=revert" + scope;
    };
  }
}
