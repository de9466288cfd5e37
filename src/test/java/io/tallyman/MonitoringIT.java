package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import io.tallyman.delivery.MonitoringFiles;
import io.tallyman.delivery.Promtool;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a running service tells those who watch it. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class MonitoringIT {

  /** There are none while all is well; FlowMetricsTest has them. */
  private static final Set<String> RARE =
      Set.of("tallyman_unattended_lag_records", "tallyman_unattended_lag_seconds");

  private static final String HEALTH =
      """
      health:
        shutdownWaitPeriod: 0s
        healthChecks:
          - name: started
            critical: true
            schedule: {initialDelay: 0s, checkInterval: 1s, downtimeInterval: 1s}
          - name: store
            critical: true
            schedule: {initialDelay: 0s, checkInterval: 1s, downtimeInterval: 1s,
                       failureAttempts: 1, successAttempts: 1}
      """;

  @TempDir Path folder;

  @Test
  void shouldExportWhatRulesAndDashboardAskForAndSendItToGraphite(Kafka kafka, Database server)
      throws Exception {
    try (LineSink graphite = LineSink.open();
        OrderService orders =
            new OrderService(kafka, server, "monitoring", Framing.CONFLUENT, folder)
                .withSections(
                    """
                    metrics:
                      frequency: 1s
                      reporters:
                        - {type: graphite, host: 127.0.0.1, port: %d, prefix: it}
                    """
                        .formatted(graphite.port()))
                .createTopic(2)) {
      RunningService service = orders.start();
      orders.produce(400, 2);
      orders.awaitCounted();

      String metrics = metricsOnceAllArePlaced(service);
      assertThat(sum(metrics, "tallyman_served_records_total\\{.*\\}")).isEqualTo(400);
      assertThat(sum(metrics, "tallyman_outcomes_total\\{.*\\}")).isEqualTo(400);
      assertThat(sum(metrics, "tallyman_dead_letters_total\\{.*\\}"))
          .isEqualTo(orders.book.sent(OrderBook.Fate.REJECTED))
          .isPositive();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(graphite.lines())
                      .anyMatch(
                          line ->
                              line.matches("it\\.tallyman\\.served_records\\.orders 400\\.0+ \\d+"))
                      .anyMatch(line -> line.startsWith("it.io.dropwizard.jetty.")));
      Promtool.check(metrics, "check", "metrics"); // where it is missing, the rest has run
    }
  }

  @Test
  void shouldBeReadyOnceItHasSeenItsTablesAndStaySoWhileTheDatabaseIsAway(Kafka kafka)
      throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("database"));
        OrderService orders =
            new OrderService(kafka, server, "readiness", Framing.CONFLUENT, folder)
                .withSections(HEALTH)
                .createTopic(1)) {
      server.kill();
      RunningService service = orders.start();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(() -> assertThat(status(service, "ready")).isEqualTo(503));
      assertThat(status(service, "alive")).isEqualTo(200);

      server.restart();
      orders.produce(50, 1);
      orders.awaitCounted();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(() -> assertThat(status(service, "ready")).isEqualTo(200));

      server.kill();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(service.get("/healthcheck").body()).contains("waiting_for_database: ");
                assertThat(status(service, "ready")).isEqualTo(200);
              });
      assertThat(service.get("/status").body()).contains("\"cause\" : \"waiting_for_database\"");

      server.restart();
      await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () -> assertThat(service.get("/healthcheck").body()).contains("1 partition gets on"));
    }
  }

  /** While a second lane joins, a partition is held whose place its new holder has yet to read. */
  private static String metricsOnceAllArePlaced(RunningService service) {
    AtomicReference<String> metrics = new AtomicReference<>("");
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () -> {
              metrics.set(service.get("/prometheus").body());
              Set<String> known = names(metrics.get());
              known.addAll(RARE);
              assertThat(known).containsAll(MonitoringFiles.metricsAskedFor());
            });
    return metrics.get();
  }

  private static int status(RunningService service, String type) throws Exception {
    return service.get("/health-check?type=" + type).statusCode();
  }

  private static Set<String> names(String metrics) {
    Set<String> names = new TreeSet<>();
    metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    return names;
  }

  private static long sum(String metrics, String series) {
    Matcher values =
        Pattern.compile("^" + series + " ([0-9.E+]+)$", Pattern.MULTILINE).matcher(metrics);
    double sum = 0;
    while (values.find()) {
      sum += Double.parseDouble(values.group(1));
    }
    return Math.round(sum);
  }
}
