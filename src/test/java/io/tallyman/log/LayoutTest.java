package io.tallyman.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log lines as text and as JSON, on a machine far from UTC. */
final class LayoutTest {

  private static final TimeZone NEPAL = TimeZone.getTimeZone("Asia/Kathmandu");

  private final LoggerContext loggers = new LoggerContext();
  private final Logger logger = loggers.getLogger("io.tallyman.consume.Writer");
  private final ObjectMapper json = new ObjectMapper();
  private final TimeZone before = TimeZone.getDefault();

  LayoutTest() {
    TimeZone.setDefault(NEPAL);
  }

  @AfterEach
  void comeBack() {
    TimeZone.setDefault(before);
  }

  /** As an appender of config.yml gets it. */
  private String line(String type, LoggingEvent event) throws IOException {
    DiscoverableLayoutFactory<?> factory =
        Jackson.newObjectMapper()
            .readValue("{\"type\": \"" + type + "\"}", DiscoverableLayoutFactory.class);
    @SuppressWarnings("unchecked")
    LayoutBase<ILoggingEvent> layout = (LayoutBase<ILoggingEvent>) factory.build(loggers, NEPAL);
    layout.start();
    return layout.doLayout(event);
  }

  private LoggingEvent event(String message, @Nullable Throwable failure, Map<String, String> mdc) {
    LoggingEvent event = new LoggingEvent("x", logger, Level.WARN, message, failure, null);
    event.setInstant(Instant.parse("2026-11-21T23:59:59.007Z"));
    event.setThreadName("writer");
    event.setMDCPropertyMap(mdc);
    return event;
  }

  @Test
  void shouldWriteOneJsonObjectWhateverIsSaid() throws IOException {
    String hostile =
        "a \"quoted\" back\\slash\r\n\u0000\u001b[31m\u2028 {\"level\":\"ERROR\"} \ud83d\ude00 é";
    Throwable failure = new IllegalStateException("outer\n", new IOException("the\troot"));

    String line =
        line("json", event(hostile, failure, Map.of("offsets", "0:[0, 5)", "k\n", "v\"")));

    assertThat(line).endsWith("}\n").hasLineCount(1);
    JsonNode read = json.readTree(line);
    assertThat(read.fieldNames())
        .toIterable()
        .containsExactly("timestamp", "level", "logger", "thread", "message", "mdc", "exception");
    assertThat(read.path("timestamp").asText()).isEqualTo("2026-11-21T23:59:59.007Z");
    assertThat(read.path("level").asText()).isEqualTo("WARN");
    assertThat(read.path("logger").asText()).isEqualTo("io.tallyman.consume.Writer");
    assertThat(read.path("thread").asText()).isEqualTo("writer");
    assertThat(read.path("message").asText()).isEqualTo(hostile);
    assertThat(read.at("/mdc/offsets").asText()).isEqualTo("0:[0, 5)");
    assertThat(read.path("mdc").path("k\n").asText()).isEqualTo("v\"");
    assertThat(read.path("exception").asText())
        .startsWith("java.io.IOException: the\troot")
        .contains("IllegalStateException: outer", "LayoutTest");
  }

  @Test
  void shouldLeaveOutOfJsonWhatThereIsNot() throws IOException {
    JsonNode read = json.readTree(line("json", event("fine", null, Map.of())));

    assertThat(read.fieldNames())
        .toIterable()
        .containsExactly("timestamp", "level", "logger", "thread", "message");
  }

  @Test
  void shouldWriteTextInUtcWithThePlaceBehindTheMessage() throws IOException {
    assertThat(line("text", event("Will try again", null, Map.of("lane", "fruit-0"))))
        .isEqualTo(
            "2026-11-21T23:59:59.007Z WARN  [writer] Writer: Will try again [lane=fruit-0]\n");
    assertThat(line("text", event("fine", null, Map.of())))
        .isEqualTo("2026-11-21T23:59:59.007Z WARN  [writer] Writer: fine\n");
    assertThat(line("text", event("failed", new IOException("why"), Map.of())))
        .startsWith(
            "2026-11-21T23:59:59.007Z WARN  [writer] Writer: failed\njava.io.IOException: why");
  }
}
