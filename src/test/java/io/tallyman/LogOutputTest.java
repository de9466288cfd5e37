package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real service prints with our {@code config.yml}, and the ids of its requests. */
@Timeout(120)
final class LogOutputTest {

  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir Path folder;

  private ServiceProcess start(String layout) throws Exception {
    return ServiceProcess.start(
            folder, Map.of("TALLYMAN_LOG_LAYOUT", layout), "server", "config.yml")
        .awaitAnswers();
  }

  private static HttpResponse<String> ask(ServiceProcess service, URI uri, String... fields)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return service.send(fields.length == 0 ? request : request.headers(fields));
  }

  private static HttpResponse<String> pause(ServiceProcess service, String id) throws Exception {
    return service.send(
        HttpRequest.newBuilder(service.admin("/tasks/consumer"))
            .header("X-Request-Id", id)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("action=pause&source=tracking")));
  }

  @Test
  void shouldPrintNothingButJsonObjectsInUtc() throws Exception {
    Instant began = Instant.now();
    try (ServiceProcess service = start("json")) {
      assertThat(pause(service, "deploy-7.b_c").statusCode()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.stdout().contains("\"source\":\"tracking\""));
      service.terminate();

      List<JsonNode> lines = new ArrayList<>();
      for (String line : service.stdout().lines().toList()) {
        lines.add(json.readTree(line));
      }
      assertThat(service.stderr()).isEmpty();
      assertThat(lines)
          .hasSizeGreaterThan(3)
          .allSatisfy(
              line -> {
                Instant at = Instant.parse(line.path("timestamp").asText());
                assertThat(at).isBetween(began.minusSeconds(1), Instant.now());
                assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
                assertThat(line.path("message").isTextual()).isTrue();
              })
          .anySatisfy(
              line -> {
                assertThat(line.path("message").asText()).contains("consumer", "paused");
                assertThat(line.at("/mdc/request_id").asText()).isEqualTo("deploy-7.b_c");
              })
          .anySatisfy(line -> assertThat(line.at("/mdc/source").asText()).isEqualTo("tracking"));
      assertThat(lines.stream().filter(line -> line.at("/mdc/request_id").isTextual())).hasSize(1);
    }
  }

  @Test
  void shouldPrintTextInUtcAndGiveEveryAnswerAnId() throws Exception {
    try (ServiceProcess service = start("text")) {
      await().until(() -> service.stdout().contains(" is ready: "));
      pause(service, "deploy-7");
      await().until(() -> service.stdout().contains(" paused "));
      assertThat(service.stdout().lines())
          .allMatch(line -> line.matches("[0-9-]{10}T[0-9:.]{12}Z (INFO|WARN|ERROR) +\\[.*"))
          .anyMatch(line -> line.contains(" paused ") && line.endsWith("[request_id=deploy-7]"));
      String first = service.stdout().lines().findFirst().orElseThrow();
      assertThat(Instant.parse(first.substring(0, 24)))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());

      for (URI uri :
          List.of(
              service.admin("/status"),
              service.admin("/no-such-page"),
              service.admin("/tasks/consumer"), // 405
              service.application("/no-such-page"),
              service.application("/health-check"))) {
        HttpResponse<String> given = ask(service, uri, "X-Request-Id", "a.B-9_c");
        assertThat(given.headers().allValues("X-Request-Id")).as("%s", uri).containsOnly("a.B-9_c");
        HttpResponse<String> made = ask(service, uri);
        assertThat(made.headers().allValues("X-Request-Id"))
            .as("%s", uri)
            .singleElement()
            .asString()
            .matches(UUID);
      }
    }
  }

  @Test
  void shouldSayWhenItIsReadyWhenItStopsAndWhenItHasStopped() throws Exception {
    try (ServiceProcess service = start("text")) {
      await().until(() -> service.stdout().contains(" is ready: "));
      service.terminate();

      assertThat(service.stdout())
          .containsPattern(
              "INFO .*Tallyman .* is ready: its application port is 127[.]0[.]0[.]1:"
                  + service.application("/").getPort()
                  + ", its admin port is 127[.]0[.]0[.]1:"
                  + service.admin("/").getPort()
                  + "; it reads tracking from the topic tracking-events")
          .containsPattern(
              "INFO .*Tallyman stops, because its process was told to end: .* it takes 40 s at"
                  + " most")
          .containsPattern("INFO .*Tallyman has stopped, after [0-9.]+ s");
    }
  }

  @Test
  void shouldTakeNoIdThatIsNotWellFormed() throws Exception {
    try (ServiceProcess service = start("text")) {
      URI ping = service.admin("/ping");
      URI refused = service.admin("/status");
      for (String hostile : List.of("", "a b", "<script>", "é", "x".repeat(65), "a/b", "a\tb")) {
        assertThat(ask(service, ping, "X-Request-Id", hostile).headers().allValues("X-Request-Id"))
            .singleElement()
            .asString()
            .matches(UUID);
      }
      assertThat(
              ask(service, ping, "X-Request-Id", "one", "X-Request-Id", "two")
                  .headers()
                  .allValues("X-Request-Id"))
          .singleElement()
          .asString()
          .matches(UUID);
      HttpResponse<String> page =
          ask(service, refused, "X-Request-Id", "page-1", "Sec-Fetch-Site", "cross-site");
      assertThat(page.headers().allValues("X-Request-Id")).containsExactly("page-1");
      HttpResponse<String> crossSite =
          service.send(
              HttpRequest.newBuilder(service.admin("/tasks/consumer"))
                  .headers("X-Request-Id", "page-2", "Origin", "http://evil.example")
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(crossSite.statusCode()).isEqualTo(403);
      assertThat(crossSite.headers().allValues("X-Request-Id")).containsExactly("page-2");
      await().until(() -> service.stdout().contains("[request_id=page-2]"));
      assertThat(service.stdout()).doesNotContain("script", "xxxxx");
    }
  }
}
