package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.Configuration;
import io.dropwizard.testing.DropwizardTestSupport;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.AccessUser;
import io.tallyman.access.Level;
import io.tallyman.access.PasswordHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The page of systems that are sick, large, empty, or behind a login, in a browser. */
@Timeout(180)
final class PageScenesTest {

  private static final Path PICTURES = Path.of("target", "page");

  @TempDir static Path folder;
  private static Chromium browser;

  private DropwizardTestSupport<Configuration> running;
  private PageService service;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(folder);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void end() {
    if (running != null) {
      service.silence.answer();
      running.after();
    }
  }

  @Test
  void shouldSayFirstWhatIsWrongAndWhatToDo() throws Exception {
    run(PageScene.SICK);
    LoggerFactory.getLogger("io.tallyman.consume.Lane").error("The brokers don't answer");
    show("/");
    service.database.refuse("no connection within 5 s: Connection refused");
    service.clock.advance(Duration.ofMinutes(3));

    await().atMost(Duration.ofSeconds(20)).until(() -> text("#tiles").contains("Databaseaway"));

    assertThat(text("#verdict")).contains("things are wrong");
    assertThat(text("#health li:first-child"))
        .contains("data loss", "tracking 2 partitions: 1, 5", "What to do: find out what happened");
    assertThat(text("#health"))
        .contains(
            "waiting for database",
            "What to do: see that MySQL runs",
            "doesn't balance",
            "rollup sales_by_day",
            "loss not settled",
            "1,000,000,000 to 1,000,000,000",
            "host silent",
            "host-3: heard of 20 min ago");
    assertThat(text("#tiles")).contains("read 3 min ago", "Open dead letters482,123", "2 stopped");
    pictures("sick");
    assertNothingWasBlocked();
  }

  @Test
  void shouldShowTwoHundredPartitionsAndFiftyHosts() throws Exception {
    run(PageScene.MANY);
    show("/");

    assertThat(count("#sources .square")).isEqualTo(200);
    assertThat(count("#sources .square.bad")).isGreaterThan(3).isLessThan(40);
    assertThat(count("#sources details[open]")).isZero();
    assertThat(text("#hosts")).contains("host-3", "All 50 hosts");
    assertThat(text("#health"))
        .contains("tracking 2 partitions: 4, 41", "Partition 4 stopped: the log starts at 250")
        .contains("stalled tracking 5 partitions: 17–20, 33", "and 2 others")
        .contains("unattended tracking 2 partitions: 150–151", "3 of 50 hosts");
    pictures("many");
    assertNothingWasBlocked();
  }

  @Test
  void shouldShowAHostOfItsFirstDay() throws Exception {
    run(PageScene.EMPTY);
    show("/");

    assertThat(text("#verdict")).isEqualTo("All gets on");
    assertThat(text("#sources")).contains("This host has no sources");
    assertThat(text("#hosts")).contains("No host is known yet");
    pictures("empty");
    assertNothingWasBlocked();
  }

  /** What nobody could tell yet isn't the same as nothing. */
  @Test
  void shouldNotCallEmptyWhatWasNeverRead() throws Exception {
    run(PageScene.UNREAD);
    show("/");

    assertThat(text("#verdict")).contains("wrong");
    assertThat(text("#health")).contains("database away", "they were never read");
    assertThat(text("#tiles")).contains("Databaseawaynever read", "Open dead lettersnot known");
    for (String section : List.of("#hosts", "#settings", "#letters", "#audit")) {
      assertThat(text(section))
          .as(section)
          .contains("Not known yet: the database hasn't answered.")
          .doesNotContain("No ", "Nothing");
    }
    assertThat(text("#rollups")).contains("not known yet").doesNotContain("not known to");
    pictures("unread");

    service.database.answer();
    await().atMost(Duration.ofSeconds(20)).until(() -> text("#letters").contains("malformed"));
    assertThat(text("main")).doesNotContain("Not known yet: the database");
    assertNothingWasBlocked();
  }

  @Test
  void shouldTakeItsVerdictBackWhenTheHostHangs() throws Exception {
    run(PageScene.EMPTY);
    show("/");
    assertThat(text("#verdict")).isEqualTo("All gets on");

    service.silence.hang();
    awaitUnknown();
    assertThat(text("#stale"))
        .isEqualTo(
            "This host can't be asked: /status hasn't answered for 8 s."
                + " What is below is from 2026-11-21T11:00:00Z.");
    pictures("silent");

    browser.evaluate("document.querySelector('button[data-task=config]').click()");
    browser.evaluate("document.getElementById('ask-value').value = '2s'");
    browser.evaluate("document.getElementById('ask-go').click()");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> text("#ask-refused").startsWith("This host didn't answer (not within 8 s)."));
    browser.evaluate("document.getElementById('ask-cancel').click()");

    service.silence.answer();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(text("#verdict")).isEqualTo("All gets on"));
    assertThat(title()).isEqualTo("✓ host-1 · Tallyman");
    assertThat(browser.evaluate("document.getElementById('stale').hidden").asBoolean()).isTrue();
    assertThat(count("main.old")).isZero();
  }

  @Test
  void shouldTakeItsVerdictBackWhenTheHostIsGone() throws Exception {
    run(PageScene.EMPTY);
    show("/");
    assertThat(title()).isEqualTo("✓ host-1 · Tallyman");

    DropwizardTestSupport<Configuration> gone = running;
    running = null;
    gone.after();

    awaitUnknown();
    assertThat(text("#stale"))
        .startsWith("This host can't be asked: ")
        .contains("What is below is from 2026-11-21T11:00:00Z.");
  }

  @Test
  void shouldLeaveNoVerdictInTheTabThatNobodyLooksAt() throws Exception {
    run(PageScene.EMPTY);
    show("/");
    assertThat(title()).isEqualTo("✓ host-1 · Tallyman");

    browser.evaluate(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});"
            + " document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(title()).isEqualTo("host-1 · Tallyman");

    browser.evaluate(
        "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(title()).isEqualTo("✓ host-1 · Tallyman"));
    assertNothingWasBlocked();
  }

  private static void awaitUnknown() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(text("#verdict")).isEqualTo("Not known since 11:00:00 UTC");
              assertThat(title()).isEqualTo("? host-1 · Tallyman");
            });
    assertThat(count("#verdict.good")).isZero();
    assertThat(count("main.old")).isOne();
  }

  @Test
  void shouldAskForALoginAndTellWhoMayOnlyReadThatThisIsSo() throws Exception {
    run(
        PageScene.USUAL,
        new AccessSettings(
            List.of(),
            List.of(new AccessUser("anna", PasswordHash.of("abc".toCharArray()), Level.READ)),
            List.of()));
    HttpResponse<String> stranger =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address("127.0.0.1", "/"))).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
    assertThat(stranger.body()).doesNotContain("script");

    browser.look(1280, 900, false);
    browser.open(address("anna:abc@127.0.0.1", "/"), address("127.0.0.1", "/"));
    awaitShown();
    browser.evaluate("document.querySelector('button[data-action=pause]').click()");
    browser.evaluate("document.getElementById('ask-go').click()");

    await().until(() -> text("#ask-refused").contains("operate"));
    assertThat(service.toggles.list()).isEmpty();
  }

  private void run(PageScene scene) throws Exception {
    run(scene, AccessSettings.NONE);
  }

  private void run(PageScene scene, AccessSettings access) throws Exception {
    service = new PageService(scene, access);
    running = service.support();
    running.before();
  }

  private String address(String host, String path) {
    return "http://" + host + ":" + running.getAdminPort() + path;
  }

  private void show(String path) {
    browser.look(1280, 900, false);
    browser.open(address("127.0.0.1", path));
    awaitShown();
  }

  private static void awaitShown() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !text("#verdict").isEmpty());
  }

  private static void pictures(String name) throws IOException {
    browser.picture(PICTURES.resolve(name + "-first-look.png"), false);
    browser.picture(PICTURES.resolve(name + ".png"), true);
    browser.look(1280, 900, true);
    browser.picture(PICTURES.resolve(name + "-dark.png"), true);
    browser.look(400, 1400, false);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("nothing is beside the screen")
        .isLessThanOrEqualTo(400);
    browser.evaluate("scrollTo(0, 0)");
    browser.picture(PICTURES.resolve(name + "-narrow-first-look.png"), false);
    browser.picture(PICTURES.resolve(name + "-narrow.png"), true);
    browser.look(1280, 900, false);
  }

  private static void assertNothingWasBlocked() {
    assertThat(browser.evaluate("window.blockedByPolicy")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  private static String text(String selector) {
    return browser
        .evaluate("document.querySelector('" + selector + "')?.textContent ?? ''")
        .asText();
  }

  private static String title() {
    return browser.evaluate("document.title").asText();
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }
}
