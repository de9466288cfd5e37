package io.tallyman.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Errors on their way to a stub that takes envelopes as Sentry does. */
@Timeout(60)
final class ErrorTrackerTest {

  private static final String SECRET = "correct-horse \"battery\"";

  private final LoggerContext loggers = new LoggerContext();
  private final Logger logger = loggers.getLogger("io.tallyman.consume.Writer");
  private final ObjectMapper json = new ObjectMapper();
  private final SinkServer sink;
  private final ErrorTracker tracker;

  ErrorTrackerTest() throws IOException {
    loggers.setMDCAdapter(MDC.getMDCAdapter());
    sink = new SinkServer();
    tracker = tracker(new ErrorSettings(dsn(), "staging", Level.ERROR));
  }

  @AfterEach
  void stop() {
    tracker.stop();
    sink.close();
    MDC.clear();
  }

  private String dsn() {
    return "http://0123456789abcdef0123456789abcdef@127.0.0.1:" + sink.port() + "/42";
  }

  private ErrorTracker tracker(ErrorSettings settings) {
    return new ErrorTracker(
        settings, "tallyman@1.2.3 (abc1234)", "host-1", new Secrets(List.of(SECRET)), loggers);
  }

  /** The events in all envelopes so far: a line for the envelope, then two for each item. */
  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (SinkServer.Taken envelope : sink.taken()) {
      List<String> lines = envelope.body().lines().toList();
      for (int i = 1; i + 1 < lines.size(); i += 2) {
        if (json.readTree(lines.get(i)).path("type").asText().equals("event")) {
          events.add(json.readTree(lines.get(i + 1)));
        }
      }
    }
    return events;
  }

  @Test
  void shouldSendAnErrorWithWhereItComesFromAndWithoutSecrets() throws IOException {
    tracker.start();
    MDC.put("source", "tracking");
    MDC.put("note", "it is " + SECRET);
    logger.info("before: " + SECRET);
    logger.error(
        "the store says {}", SECRET, new IllegalStateException("no: " + SECRET, new IOException()));

    await().until(() -> !events().isEmpty());
    assertThat(sink.taken().get(0).path()).isEqualTo("/api/42/envelope/");
    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.path("level").asText()).isEqualTo("error");
              assertThat(event.path("release").asText()).isEqualTo("tallyman@1.2.3 (abc1234)");
              assertThat(event.path("environment").asText()).isEqualTo("staging");
              assertThat(event.path("server_name").asText()).isEqualTo("host-1");
              assertThat(event.path("logger").asText()).isEqualTo("io.tallyman.consume.Writer");
              assertThat(event.at("/tags/source").asText()).isEqualTo("tracking");
              assertThat(event.at("/message/formatted").asText())
                  .isEqualTo("the store says (secret)");
              assertThat(event.path("exception").toString()).contains("no: (secret)");
              assertThat(event.path("breadcrumbs").toString()).contains("before: (secret)");
              assertThat(event.path("contexts").toString()).contains("it is (secret)");
            });
    assertThat(sink.taken().toString())
        .doesNotContain("correct-horse", "battery")
        .doesNotContain(System.getProperty("user.home") + "/"); // nothing of the machine
  }

  @Test
  void shouldSendErrorsAloneOrWarningsToo() throws IOException {
    tracker.start();
    logger.warn("a warning");
    logger.error("an error");
    await().until(() -> !events().isEmpty());
    tracker.stop(); // sends what waits
    assertThat(events()).extracting(event -> event.path("level").asText()).containsExactly("error");

    ErrorTracker wide = tracker(new ErrorSettings(dsn(), "", Level.WARN));
    wide.start();
    logger.warn("a warning");
    wide.stop();
    assertThat(events())
        .extracting(event -> event.path("level").asText())
        .containsExactly("error", "warning");
    logger.error("after the end");
    assertThat(events()).hasSize(2);
  }

  @Test
  void shouldNeverBlockWhoLogsThoughNobodyAnswers() {
    tracker.start();
    sink.hold();
    long began = System.nanoTime();
    for (int i = 0; i < 5_000; i++) {
      logger.error("error {}", i);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(took).isLessThan(Duration.ofSeconds(20)); // one answer is waited for 5 s: 25,000 s
    await().until(() -> !sink.taken().isEmpty());
    assertThat(sink.taken()).hasSize(1); // the others wait, 100 of them, or are dropped
  }

  @Test
  void shouldSendNothingWithoutADsn() throws Exception {
    ErrorTracker off = tracker(ErrorSettings.NONE);
    off.start();
    logger.error("an error");
    off.stop();

    assertThat(io.sentry.Sentry.isEnabled()).isFalse();
    assertThat(sink.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0123abcd@sentry.example/42",
        "https://sentry.example/42",
        "https://0123abcd@sentry.example",
        "https://0123 abcd@sentry.example/42",
        "0123abcd",
      })
  void shouldRefuseADsnThatIsNoneWithoutShowingIt(String dsn) {
    assertThatThrownBy(() -> new ErrorSettings(dsn, "", Level.ERROR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("0123");
  }
}
