package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ResourceHelpers;
import io.dropwizard.testing.junit5.DropwizardAppExtension;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.tallyman.lifecycle.Check;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The admin port over HTTP, with a system behind it that a test steers. */
@ExtendWith(DropwizardExtensionsSupport.class)
@Timeout(60)
class AdminPortTest {

  private static final DropwizardAppExtension<Configuration> SERVICE =
      new DropwizardAppExtension<>(
          ShellApplication.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final ShellApplication application = SERVICE.getApplication();

  @AfterEach
  void reset() throws Exception {
    application.database.answer();
    application.pool.is(Check.well());
    application.settings.setAway(false);
    for (String scope : List.of("host", "fleet")) {
      post("/tasks/consumer", "action=resume&source=tracking&scope=" + scope);
      post("/tasks/log-level", "action=revert&scope=" + scope);
    }
  }

  @Test
  void shouldPauseAndResumeOverHttp() throws Exception {
    HttpResponse<String> paused =
        post("/tasks/consumer", "action=pause&source=tracking&partition=3&reason=too+hot");

    assertThat(paused.statusCode()).isEqualTo(200);
    assertThat(paused.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
    assertThat(paused.body())
        .isEqualTo(
            "tracking partition 3 paused on this host since 2026-11-21T10:00:00Z by operator at"
                + " 127.0.0.1 (too hot)\n");
    assertThat(status().at("/toggles/0/reason").asText()).isEqualTo("too hot");
    assertThat(status().at("/toggles/0/partition").asInt()).isEqualTo(3);
    assertThat(status().at("/settings").toString())
        .isEqualTo(
            "[{\"kind\":\"consumer\",\"target\":\"tracking/3\",\"value\":\"paused\","
                + "\"host\":\"host-1\",\"by\":\"operator at 127.0.0.1\","
                + "\"since\":\"2026-11-21T10:00:00Z\",\"until\":null,\"reason\":\"too hot\","
                + "\"remembered\":true}]");

    assertThat(post("/tasks/consumer", "action=resume&source=tracking").body())
        .startsWith("tracking partition 3 on this host: the pause is over that operator at ")
        .endsWith("\ntracking: nothing is paused on this host\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consumer | action=pause | source is missing; the sources are tracking",
        "consumer | action=pause&source=x | source 'x' is unknown; the sources are tracking",
        "consumer | action=pause&source=tracking&partition=12 | partition is '12'; it is a whole",
        "consumer | action=start&source=tracking | action is 'start'; it is pause, resume or"
            + " restart",
        "log-level | logger=io.tallyman&level=bogus | level is 'bogus'; it is OFF, ERROR, WARN,",
        "positions | action=skip | source is missing; the sources are tracking",
        "log-level | level=DEBUG | logger is missing; it is a logger's name",
        "log-level | logger=io.tallyman&level=DEBUG&for=x | for is 'x'; it is a time",
        "log-level | logger=io.tallyman&level=DEBUG&scope=x | scope is 'x'; it is host or fleet",
        "consumer | action=restart&source=tracking&scope=fleet | scope=fleet doesn't go with",
      })
  void shouldAnswer400WithASentenceAndChangeNothing(String task, String query, String sentence)
      throws Exception {
    HttpResponse<String> answer = post("/tasks/" + task, query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(sentence).endsWith("\n").hasLineCount(1);
    assertThat(application.toggles.list()).isEmpty();
    assertThat(effectiveLevel("io.tallyman")).isEqualTo(Level.INFO);
  }

  @Test
  void shouldAnswer503WhenWhatATaskNeedsIsAway() throws Exception {
    HttpResponse<String> answer = post("/tasks/positions", "action=skip&source=tracking");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("no broker answers; nothing was changed\n");
  }

  @Test
  void shouldRefuseTheFleetButNotThisHostWhileTheDatabaseIsAway() throws Exception {
    application.settings.setAway(true);

    HttpResponse<String> fleet =
        post("/tasks/consumer", "action=pause&source=tracking&scope=fleet");
    assertThat(fleet.statusCode()).isEqualTo(503);
    assertThat(fleet.body()).isEqualTo("the database is away. Nothing was changed\n");
    assertThat(application.toggles.list()).isEmpty();

    HttpResponse<String> host = post("/tasks/consumer", "action=pause&source=tracking&for=30m");
    assertThat(host.statusCode()).isEqualTo(200);
    assertThat(host.body())
        .startsWith("tracking: all partitions paused on this host since 2026-11-21T10:00:00Z by")
        .contains(" until 2026-11-21T10:30:00Z\nnot remembered yet: the database doesn't answer;");
    assertThat(status().at("/settings/0/remembered").asBoolean()).isFalse();
    assertThat(get("/status", "Accept", "text/plain").body()).contains("  NOT YET");
  }

  @Test
  void shouldRestartTheLanesOfASourceAndSaySoInTheAudit() throws Exception {
    HttpResponse<String> answer =
        post("/tasks/consumer", "action=restart&source=tracking&reason=stuck");

    assertThat(answer.body()).isEqualTo("lane-tracking-0 is restarted\n");
    assertThat(application.settings.audit())
        .contains(
            "operator at 127.0.0.1: consumer restart host tracking: '' -> '' done:"
                + " lane-tracking-0");
  }

  @Test
  void shouldShowWhichHostsObey() throws Exception {
    assertThat(status().at("/host").asText()).isEqualTo("host-1");
    assertThat(status().at("/hosts/0/obeyed").asBoolean()).isTrue();
    assertThat(status().at("/hosts/1").toString())
        .isEqualTo(
            "{\"host\":\"host-2\",\"version\":\"1.2.2\",\"started\":\"2026-11-21T08:00:00Z\","
                + "\"seen\":\"2026-11-21T09:00:00Z\",\"silent_seconds\":3600,\"obeyed\":false}");
    assertThat(get("/status", "Accept", "text/plain").body())
        .contains(
            "host-1  1.2.3    2026-11-21T09:00:00Z  2026-11-21T09:59:58Z  2               yes")
        .contains(
            "host-2  1.2.2    2026-11-21T08:00:00Z  2026-11-21T09:00:00Z  3600            NO");
  }

  @Test
  void shouldTakeTasksByPostOnlyAndListThem() throws Exception {
    assertThat(get("/tasks/consumer").statusCode()).isEqualTo(405);
    assertThat(get("/tasks/log-level").statusCode()).isEqualTo(405);
    assertThat(get("/tasks").body().lines())
        .containsExactly("config", "consumer", "gc", "log-level", "positions", "repl", "rollup");
  }

  @Test
  void shouldSetAndRevertALogLevelOverHttp() throws Exception {
    assertThat(post("/tasks/log-level", "logger=io.tallyman&level=debug&for=10m").body())
        .isEqualTo("io.tallyman: INFO -> DEBUG until 2026-11-21T10:10:00Z, then INFO\n");
    assertThat(effectiveLevel("io.tallyman")).isEqualTo(Level.DEBUG);

    assertThat(post("/tasks/log-level", "action=revert&logger=io.tallyman").body())
        .isEqualTo("io.tallyman: DEBUG -> INFO\n");
    assertThat(effectiveLevel("io.tallyman")).isEqualTo(Level.INFO);
  }

  @Test
  void shouldStayConsistentUnderConcurrentCalls() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int call = 0; call < 100; call++) {
        String toggle =
            "action=" + (call % 3 == 0 ? "resume" : "pause") + "&source=tracking&partition=5";
        String level = "logger=io.tallyman&duration=1m&level=" + (call % 2 == 0 ? "WARN" : "TRACE");
        all.add(threads.submit(() -> post("/tasks/consumer", toggle).statusCode()));
        all.add(threads.submit(() -> post("/tasks/log-level", level).statusCode()));
      }
      for (Future<Integer> each : all) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(post("/tasks/log-level", "action=revert").body()).endsWith(" -> INFO\n");
    assertThat(effectiveLevel("io.tallyman")).isEqualTo(Level.INFO);
  }

  @Test
  void shouldShowTheWholeStatusAsOneDocument() throws Exception {
    JsonNode status = status();

    assertThat(status.at("/version").asText()).isEqualTo("1.2.3");
    assertThat(status.at("/commit").asText()).isEqualTo("abc1234");
    assertThat(status.at("/started").asText()).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(status.at("/components/1/name").asText()).isEqualTo("lane");
    assertThat(status.at("/components/1/needs/0").asText()).isEqualTo("pool");
    assertThat(status.at("/components/1/state").asText()).isEqualTo("started");
    JsonNode partition = status.at("/sources/0/lanes/0/partitions/0");
    assertThat(partition.toString())
        .isEqualTo(
            "{\"partition\":0,\"state\":\"counting\",\"position\":4711,\"stored\":4711,"
                + "\"log_end\":4723,\"owner_epoch\":9,\"lag\":12,\"lag_seconds\":3,"
                + "\"counted_until\":\"2026-11-21T09:59:57Z\",\"cause\":\"\"}");
    assertThat(status.at("/sources/0/elsewhere/0").toString())
        .isEqualTo(
            "{\"partition\":1,\"owner\":\"host-2/4711\",\"stored\":70,\"log_end\":90,\"lag\":20,"
                + "\"lag_seconds\":120,\"counted_until\":\"2026-11-21T09:58:00Z\"}");
    assertThat(status.at("/database/available").asBoolean()).isTrue();
    assertThat(status.at("/rollups/0/state").asText()).isEqualTo("ready");
    JsonNode ledger = status.at("/rollups/0/ledger");
    assertThat(ledger.at("/balanced").asBoolean()).isFalse();
    assertThat(ledger.at("/gap_offsets").asInt()).isEqualTo(5);
    assertThat(ledger.at("/sums/counted").asInt()).isEqualTo(80);
    assertThat(ledger.at("/imbalances/0/check").asText()).isEqualTo("length");
    assertThat(status.at("/dead_letters/0/count").asInt()).isEqualTo(17);
    assertThat(status.at("/losses/0/next_offset").asInt()).isEqualTo(250);
  }

  @Test
  void shouldShowTheStatusAsTablesToWhoAsksForText() throws Exception {
    String text = get("/status", "Accept", "text/plain").body();

    assertThat(text)
        .startsWith("tallyman 1.2.3 (commit abc1234) on host-1, started 2026-11-21T10:00:00Z")
        .contains("source    partition  state     position  lag  seconds  counted until")
        .contains("tracking  0          counting  4711      12   3        2026-11-21T09:59:57Z")
        .contains("sales_by_day  0123456789ab  ready  2026-11-21T09:59:58Z")
        .contains("length  4          -1          [0, 101) has 101 offsets")
        .contains("PAUSED\n  none\n");
  }

  @Test
  void shouldServeTheRestOfTheStatusWhileTheDatabaseHangs() throws Exception {
    application.database.hang();

    JsonNode status = status();

    assertThat(status.at("/database/available").asBoolean()).isFalse();
    assertThat(status.at("/database/cause").asText())
        .isEqualTo("the database didn't answer within 700 ms");
    assertThat(status.at("/components")).hasSize(5);
    assertThat(get("/status", "Accept", "text/plain").body())
        .contains("away: the database didn't answer within 700 ms")
        .contains("PARTITIONS");
  }

  @Test
  void shouldSayWhyTheDatabaseRefuses() throws Exception {
    application.database.refuse("Access denied for user 'tallyman'@'localhost'");

    assertThat(status().at("/database/cause").asText())
        .isEqualTo("Access denied for user 'tallyman'@'localhost'");
  }

  @Test
  void shouldShowRecentErrors() throws Exception {
    application.loggers.getLogger("io.tallyman.test").error("no broker answers");

    assertThat(status().at("/recent_errors/0/message").asText()).isEqualTo("no broker answers");
  }

  @Test
  void shouldHaveAHealthCheckForEveryPartAndSource() throws Exception {
    application.pool.is(new Check.Unwell("the database is away: 100% of 10 connections failed"));
    post("/tasks/consumer", "action=pause&source=tracking&reason=deploy");

    HttpResponse<String> answer = get("/healthcheck");

    assertThat(answer.statusCode()).isEqualTo(500);
    JsonNode checks = json.readTree(answer.body());
    assertThat(checks.at("/pool/healthy").asBoolean()).isFalse();
    assertThat(checks.at("/pool/message").asText())
        .isEqualTo("the database is away: 100% of 10 connections failed");
    assertThat(checks.at("/lane/healthy").asBoolean()).isTrue();
    assertThat(checks.at("/started/healthy").asBoolean()).isTrue();
    assertThat(checks.at("/source-tracking/healthy").asBoolean()).isTrue();
    assertThat(checks.at("/source-tracking/message").asText())
        .isEqualTo(
            "paused: tracking: all partitions paused on this host since 2026-11-21T10:00:00Z by"
                + " operator at 127.0.0.1 (deploy). Remedy: bin/ctl consumer resume when"
                + " the reason is gone");
    JsonNode health = status().at("/health/0");
    assertThat(health.at("/cause").asText()).isEqualTo("paused");
    assertThat(health.at("/healthy").asBoolean()).isTrue();
    assertThat(health.at("/source").asText()).isEqualTo("tracking");
    assertThat(health.at("/meaning").asText()).startsWith("an operator holds it back");
  }

  @Test
  void shouldSayOnTheApplicationPortWhichBuildAnswers() throws Exception {
    int port = SERVICE.getLocalPort();
    HttpResponse<String> answer = send(request(port, "/api/version"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json;charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            "{\"version\":\"1.2.3\",\"commit\":\"abc1234\","
                + "\"build_time\":\"2026-11-20T18:00:00Z\"}\n");

    assertThat(
            send(request(port, "/api/version").POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "/status?verbose=1, the parameter 'verbose' is unknown; there are none here",
    "/prometheus?name=a, the parameter 'name' is unknown; did you mean name[]? the parameters are"
        + " name[]",
    "/metrics?pretty=true&Pretty=1, the parameter 'Pretty' is unknown; did you mean pretty? the"
        + " parameters are pretty",
    "/nowhere?a=%0Ab, the parameter 'a' is unknown; there are none here",
  })
  void shouldRefuseAParameterThatARouteDoesNotKnow(String path, String sentence) throws Exception {
    HttpResponse<String> plain = get(path);
    HttpResponse<String> problem = get(path, "Accept", "application/json");

    assertThat(plain.statusCode()).isEqualTo(400);
    assertThat(plain.body()).isEqualTo(sentence + "\n");
    assertThat(problem.statusCode()).isEqualTo(400);
    assertThat(problem.headers().firstValue("Content-Type"))
        .hasValue("application/problem+json;charset=utf-8");
    assertThat(json.readTree(problem.body()).path("detail").asText()).isEqualTo(sentence);
    assertThat(json.readTree(problem.body()).path("title").asText()).isEqualTo("Bad Request");
  }

  @Test
  void shouldRefuseAParameterOnTheApplicationPortToo() throws Exception {
    int port = SERVICE.getLocalPort();

    assertThat(send(request(port, "/api/version?verbose=1")).statusCode()).isEqualTo(400);
    assertThat(send(request(port, "/health-check?typ=ready")).body())
        .startsWith("the parameter 'typ' is unknown; did you mean type? ");
  }

  @Test
  void shouldTellTheAuditOfCallsThatATaskRefused() throws Exception {
    HttpResponse<String> refused =
        send(
            request(SERVICE.getAdminPort(), "/tasks/consumer?action=paus&source=tracking")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(refused.statusCode()).isEqualTo(400);
    String sentence = "action is 'paus'; it is pause, resume or restart";
    assertThat(json.readTree(refused.body()).path("detail").asText()).isEqualTo(sentence);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(application.settings.audit())
                    .anyMatch(
                        line ->
                            line.startsWith(
                                "operator at 127.0.0.1: refused host POST /tasks/consumer: '' -> ''"
                                    + " 400: "
                                    + sentence)));
  }

  @Test
  void shouldSayOnBothPortsWhetherItIsReadyAndAlive() throws Exception {
    for (int port : List.of(SERVICE.getAdminPort(), SERVICE.getLocalPort())) {
      for (String type : List.of("ready", "alive")) {
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(send(request(port, "/health-check?type=" + type)).statusCode())
                        .as(type)
                        .isEqualTo(200));
      }
    }
    assertThat(get("/health-check?type=ready&name=all").body())
        .contains("{\"name\":\"started\",\"healthy\":true,\"type\":\"READY\",\"critical\":true}");
  }

  @Test
  void shouldSayThatItIsNotAliveWhileAPartHangs() throws Exception {
    application.lane.is(new Check.Hung("the lane hangs"));
    try {
      awaitAlive(503);
      assertThat(get("/healthcheck").body()).contains("the lane hangs");
    } finally {
      application.lane.is(Check.well());
      awaitAlive(200);
    }
  }

  private void awaitAlive(int status) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(get("/health-check?type=alive").statusCode()).isEqualTo(status));
  }

  @Test
  void shouldServeMetricsThatParse() throws Exception {
    HttpResponse<String> answer = get("/prometheus");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("tallyman_served_records_total 3.0")
        .contains("tallyman_build_info{commit=\"abc1234\",version=\"1.2.3\"} 1")
        .contains("tallyman_lag_records{partition=\"0\",source=\"tracking\"} 12.0")
        .contains("tallyman_lag_seconds{partition=\"0\",source=\"tracking\"} 3.0")
        .contains("tallyman_position_offset{partition=\"0\",source=\"tracking\"} 4711.0")
        .contains("tallyman_log_end_offset{partition=\"0\",source=\"tracking\"} 4723.0")
        .contains("tallyman_held_partitions{source=\"tracking\",state=\"counting\"} 1.0")
        .contains("tallyman_held_partitions{source=\"tracking\",state=\"paused\"} 0.0")
        .contains("tallyman_topic_partitions{source=\"tracking\"} 2.0")
        .contains("tallyman_health_findings{cause=\"stalled\",source=\"tracking\"} 0.0")
        .contains("tallyman_dead_letters_open{reason=\"malformed\",source=\"tracking\"} 17.0")
        .contains("tallyman_losses_open{kind=\"retention\",source=\"tracking\"} 1.0")
        .contains("jvm_memory_used_bytes{area=\"heap\"} ")
        .doesNotContain("tallyman_lag_records{partition=\"1\"");
    String name = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    String label = "[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\.)*\"";
    String sample =
        name + "(\\{(" + label + "(," + label + ")*,?)?\\})? (-?[0-9.]+(E-?[0-9]+)?|NaN|[+-]Inf)";
    assertThat(answer.body().lines())
        .allMatch(line -> line.matches("# (HELP|TYPE) .*") || line.matches(sample));
  }

  @Test
  void shouldSpeakOpenMetricsToWhoAsksForIt() throws Exception {
    HttpResponse<String> answer =
        get("/prometheus", "Accept", "application/openmetrics-text; version=1.0.0");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    assertThat(answer.body())
        .contains("# TYPE tallyman_served_records counter")
        .endsWith("# EOF\n");
  }

  @Test
  void shouldTellPrometheusWhatTheLedgerLacksAlsoWhileTheDatabaseIsAway() throws Exception {
    String labels = "{rollup=\"sales_by_day\",version=\"0123456789ab\"} ";
    assertThat(get("/prometheus").body())
        .contains("tallyman_ledger_imbalances" + labels + "1.0")
        .contains("tallyman_ledger_gap_offsets" + labels + "5.0")
        .contains("tallyman_database_facts_fresh 1.0");

    application.database.refuse("Communications link failure");

    assertThat(get("/prometheus").body())
        .contains("tallyman_ledger_imbalances" + labels + "1.0")
        .contains("tallyman_database_facts_fresh 0.0")
        .contains("tallyman_served_records_total 3.0");
  }

  private static Level effectiveLevel(String logger) {
    return ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(logger)
        .getEffectiveLevel();
  }

  private JsonNode status() throws Exception {
    HttpResponse<String> answer = get("/status");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json;charset=utf-8");
    return json.readTree(answer.body());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(SERVICE.getAdminPort(), path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return send(
        request(SERVICE.getAdminPort(), path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }
}
