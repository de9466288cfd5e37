package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ResourceHelpers;
import io.dropwizard.testing.junit5.DropwizardAppExtension;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files and what it asks for, over HTTP. */
@ExtendWith(DropwizardExtensionsSupport.class)
@Timeout(60)
final class OperatorPageTest {

  private static final Path FILES = Path.of("src/main/resources/io/tallyman/admin/page");

  private static final DropwizardAppExtension<Configuration> SERVICE =
      new DropwizardAppExtension<>(
          PageService.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void shouldServeEveryFileUnderAPolicyThatLetsNothingElseRun() throws Exception {
    for (String file : files()) {
      HttpResponse<String> answer = get(file.equals("index.html") ? "/" : "/page/" + file);

      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      assertThat(answer.body()).as(file).isEqualTo(Files.readString(FILES.resolve(file)));
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                      .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                      .doesNotContain("unsafe", "http", "*", "data:"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
    assertThat(type("/")).isEqualTo("text/html;charset=utf-8");
    assertThat(type("/page/page.js")).isEqualTo("text/javascript;charset=utf-8");
    assertThat(type("/page/page.css")).isEqualTo("text/css;charset=utf-8");
    assertThat(type("/page/icon.svg")).startsWith("image/svg+xml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page",
        "/page/",
        "/page/index.html",
        "/page/none.js",
        "/page/PAGE.JS",
        "/page/page.js/",
        "/page/../page.js",
        "/page/%2e%2e/admin.yml",
        "/page//page.js"
      })
  void shouldServeNothingElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void shouldHaveNothingInlineAndNothingFromElsewhere() throws Exception {
    for (String file : files()) {
      String content = Files.readString(FILES.resolve(file));
      assertThat(content.replace("http://www.w3.org/2000/svg", ""))
          .as(file)
          .doesNotContain("http:", "https:", "innerHTML", "outerHTML", "insertAdjacentHTML")
          .doesNotContainPattern("document\\.write|\\beval\\(|new Function|javascript:")
          .doesNotContainPattern("<[a-z][^>]*\\s(style|on[a-z]+)=");
    }
    assertThat(Files.readString(FILES.resolve("index.html")))
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContain("<style");
  }

  @Test
  void shouldLeaveDropwizardsOwnPathsWhereTheyWere() throws Exception {
    assertThat(get("/ping").body()).startsWith("pong");
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(get("/tasks").body()).contains("consumer");
  }

  @Test
  void shouldTellTheLagOfAnHour() throws Exception {
    JsonNode lag = document("/lag");

    assertThat(lag.path("times")).hasSize(120);
    assertThat(lag.at("/times/0").asText()).isEqualTo("2026-11-21T10:00:30Z");
    assertThat(lag.path("partitions")).hasSize(12).allMatch(it -> it.path("lags").size() == 120);
    assertThat(lag.at("/partitions/11/source").asText()).isEqualTo("tracking");
    assertThat(lag.at("/partitions/11/partition").asInt()).isEqualTo(11);
    assertThat(lag.at("/left_out").asInt()).isZero();
  }

  @Test
  void shouldTellWhatCanBeSetAndHowItStands() throws Exception {
    post("/tasks/rollup", "action=pause&rollup=sales_by_day");
    post("/tasks/config", "key=flush.interval&value=2s");
    post("/tasks/log-level", "logger=io.tallyman&level=DEBUG");

    JsonNode levers = document("/levers");

    assertThat(levers.path("rollups").toString())
        .isEqualTo(
            "[{\"rollup\":\"events_by_country\",\"paused\":false},"
                + "{\"rollup\":\"sales_by_day\",\"paused\":true}]");
    assertThat(levers.at("/keys/0").toString())
        .isEqualTo(
            "{\"key\":\"flush.interval\",\"value\":\"2s\",\"configured\":\"1s\","
                + "\"allowed\":\"a time from 10ms to 10m, such as 500ms or 5s\"}");
    assertThat(levers.path("loggers"))
        .anyMatch(
            it ->
                it.toString()
                    .equals(
                        "{\"logger\":\"io.tallyman\",\"level\":\"DEBUG\","
                            + "\"configured\":\"INFO\"}"));
    post("/tasks/rollup", "action=resume&rollup=sales_by_day");
    post("/tasks/config", "action=revert");
    post("/tasks/log-level", "action=revert");
  }

  @Test
  void shouldTellWhoChangedWhat() throws Exception {
    JsonNode audit = document("/audit");

    assertThat(audit.at("/database/available").asBoolean()).isTrue();
    assertThat(audit.at("/lines/0").toString())
        .isEqualTo(
            "{\"at\":\"2026-11-21T09:30:00Z\",\"host\":\"host-2\","
                + "\"who\":\"operator at 127.0.0.1 (anna)\",\"action\":\"consumer pause\","
                + "\"target\":\"tracking/3\",\"scope\":\"fleet\",\"before\":\"\","
                + "\"after\":\"paused\",\"reason\":\"<img src=x onerror=alert(1)> too hot\","
                + "\"request_id\":\"4711\",\"outcome\":\"done\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lag", "/levers", "/audit"})
  void shouldRefuseParametersAndChanges(String path) throws Exception {
    HttpResponse<String> answer = get(path + "?verbose=1");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("the parameter 'verbose' is unknown; there are none here\n");
    assertThat(post(path, "").statusCode()).isEqualTo(405);
  }

  private static List<String> files() throws Exception {
    try (Stream<Path> all = Files.list(FILES)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String type(String path) throws Exception {
    return get(path).headers().firstValue("Content-Type").orElse("");
  }

  private JsonNode document(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json;charset=utf-8");
    return json.readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    return http.send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVICE.getAdminPort() + path))
        .timeout(Duration.ofSeconds(20));
  }
}
