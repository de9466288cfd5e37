package io.tallyman.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyman.log.CapturedLog;
import io.tallyman.log.Secrets;
import io.tallyman.log.SinkServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told, on its way to a stub of a chat. */
@Timeout(60)
final class WebhookTest {

  private static final String PATH = "/services/T000/B000/xyzzy-token";

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final ObjectMapper json = new ObjectMapper();
  private final SinkServer chat;
  private final Webhook webhook;

  WebhookTest() throws IOException {
    chat = new SinkServer();
    webhook =
        new Webhook(
            new WebhookCall(
                new WebhookSettings(chat.uri(PATH).toString(), "prod"),
                new Secrets(List.of("hunter2", PATH))),
            clock);
  }

  @AfterEach
  void stop() throws InterruptedException {
    chat.letGo();
    webhook.stop();
    chat.close();
  }

  private void tell(String text) {
    webhook.tell(
        new Activity(clock.instant(), "setting", text, Map.of("who", "anna", "before", "")));
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (SinkServer.Taken each : chat.taken()) {
      texts.add(json.readTree(each.body()).path("text").asText());
    }
    return texts;
  }

  private void awaitCalls(int calls) {
    await().untilAsserted(() -> assertThat(chat.taken()).hasSize(calls));
  }

  @Test
  void shouldPostWhatAChatTakesWithoutSecretsAndWithoutCallingAnybody() throws IOException {
    webhook.start();
    tell("anna: pause tracking (<!channel> R&D, hunter2)");
    awaitCalls(1);

    SinkServer.Taken post = chat.taken().get(0);
    assertThat(post.path()).isEqualTo(PATH);
    assertThat(post.fields().get("Content-type"))
        .containsExactly("application/json; charset=utf-8");
    JsonNode body = json.readTree(post.body());
    assertThat(body.path("text").asText())
        .isEqualTo("anna: pause tracking (&lt;!channel&gt; R&amp;D, (secret))");
    assertThat(body.path("kind").asText()).isEqualTo("setting");
    assertThat(body.path("at").asText()).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(body.path("who").asText()).isEqualTo("anna");
  }

  @Test
  void shouldTryAgainLaterAndKeepTheOrder() throws IOException {
    chat.answerNext(500, 503);
    webhook.start();
    tell("first");
    tell("second");
    awaitCalls(1);
    clock.advance(Duration.ofSeconds(1));
    awaitCalls(2);
    clock.advance(Duration.ofSeconds(3)); // not enough
    await().during(Duration.ofMillis(400)).until(() -> chat.taken().size() == 2);
    clock.advance(Duration.ofSeconds(1));
    awaitCalls(4);

    assertThat(texts()).containsExactly("first", "first", "first", "second");
  }

  @Test
  void shouldWaitForAsLongAsItIsAsked() {
    chat.answerNext(429, "Retry-After", "30");
    webhook.start();
    tell("first");
    awaitCalls(1);
    clock.advance(Duration.ofSeconds(29));
    await().during(Duration.ofMillis(400)).until(() -> chat.taken().size() == 1);
    clock.advance(Duration.ofSeconds(1));
    awaitCalls(2);
  }

  @Test
  void shouldGiveUpWithAWarningThatDoesNotShowTheAddress() throws IOException {
    chat.answerNext(500, 500, 500, 500, 500);
    try (CapturedLog log = CapturedLog.of(Webhook.class)) {
      webhook.start();
      tell("first");
      for (int attempt = 1; attempt < 5; attempt++) {
        awaitCalls(attempt);
        clock.advance(Duration.ofMinutes(1));
      }
      await().until(() -> !log.lines().isEmpty());
      tell("second");
      awaitCalls(6);

      assertThat(texts()).endsWith("first", "second");
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0).level()).isEqualTo(Level.WARN);
      assertThat(log.lines().get(0).message())
          .isEqualTo("The webhook doesn't take 'first': it answers 500");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 302})
  void shouldNotTryAgainWhatWillNeverBeTaken(int status) {
    chat.answerNext(status, "Location", "http://127.0.0.1:1/elsewhere");
    try (CapturedLog log = CapturedLog.of(Webhook.class)) {
      webhook.start();
      tell("first");
      await().until(() -> !log.lines().isEmpty());

      assertThat(chat.taken()).hasSize(1);
      assertThat(log.lines().get(0).message()).endsWith("it answers " + status);
    }
  }

  @Test
  void shouldNeverBlockWhoTellsAndSayWhatWasDropped() throws InterruptedException {
    try (CapturedLog log = CapturedLog.of(Webhook.class)) {
      chat.hold();
      webhook.start();
      tell("0");
      awaitCalls(1);
      for (int i = 1; i <= 150; i++) {
        tell(String.valueOf(i));
      }
      chat.letGo();
      awaitCalls(101);

      await().until(() -> !log.lines().isEmpty());
      assertThat(log.lines())
          .extracting(CapturedLog.Line::message)
          .containsExactly(
              "50 more activities weren't told: too many were waiting for the webhook");
    }
  }

  @Test
  void shouldSendWhatIsToldLastBeforeItStops() throws Exception {
    webhook.start();
    tell("stops");
    webhook.stop();

    assertThat(texts()).containsExactly("stops");
  }

  @Test
  void shouldStopSoonThoughNobodyTakesAnything() throws Exception {
    chat.answerNext(500, 500, 500);
    try (CapturedLog log = CapturedLog.of(Webhook.class)) {
      webhook.start();
      tell("first");
      awaitCalls(1);
      tell("stops");
      webhook.stop();

      assertThat(texts()).containsExactly("first", "stops");
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void shouldSayThatNobodyIsThere() throws IOException {
    chat.close();
    try (CapturedLog log = CapturedLog.of(Webhook.class)) {
      webhook.start();
      tell("first");
      await()
          .until(
              () -> {
                clock.advance(Duration.ofMinutes(1));
                return !log.lines().isEmpty();
              });

      assertThat(log.lines().get(0).message())
          .startsWith("The webhook doesn't take 'first': it can't be called: ")
          .doesNotContain("xyzzy");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/xyzzy",
        "http://127.0.0.1.evil.example/xyzzy",
        "ftp://127.0.0.1/xyzzy",
        "https://anna:xyzzy@hooks.example/",
        "https:///xyzzy",
        "hooks.example/xyzzy",
        "https://hooks.example/xyzzy xyzzy",
      })
  void shouldRefuseAnAddressWithoutTlsWithoutShowingIt(String address) {
    assertThatThrownBy(() -> new WebhookSettings(address, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("xyzzy")
        .hasNoCause();
  }
}
