package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.Configuration;
import io.dropwizard.testing.DropwizardTestSupport;
import io.dropwizard.testing.ResourceHelpers;
import io.tallyman.admin.control.SettingKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * The operator's page, as a person with a browser sees and uses it. Its pictures are in {@code
 * target/page}.
 */
@Timeout(180)
final class PageInBrowserTest {

  private static final Path PICTURES = Path.of("target", "page");
  private static final String INJECTED = "<img src=x onerror=alert(1)>";
  private static final int TAB = 9;
  private static final int ENTER = 13;
  private static final int ESCAPE = 27;

  @TempDir static Path folder;

  private static DropwizardTestSupport<Configuration> service;
  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(folder);
    service =
        new DropwizardTestSupport<>(
            PageService.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml"));
    service.before();
    LoggerFactory.getLogger("io.tallyman.consume.Lane").warn("{} was said in a log", INJECTED);
    LoggerFactory.getLogger("io.tallyman.consume.Lane").error("The brokers don't answer");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.after();
    }
  }

  @BeforeEach
  void open() {
    browser.look(1280, 900, false);
    browser.open("http://127.0.0.1:" + service.getAdminPort() + "/");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> text("#sources").contains("partitions") && text("#audit").contains("anna"));
  }

  @Test
  void shouldShowWhatTheHostTells() throws IOException {
    assertThat(browser.evaluate("document.title").asText()).isEqualTo("✗ host-1 · Tallyman");
    assertThat(text("#host")).startsWith("host-1 · version 1.2.3 (abc1234)");
    assertThat(text("#verdict")).contains("wrong");
    assertThat(text("#health")).contains("data loss", "What to do:");
    assertThat(text("#sources"))
        .contains("topic events", "12 partitions", "8 of 12", "host-2/4711");
    assertThat(count("#sources tbody tr")).isEqualTo(12);
    assertThat(text("#rollups")).contains("sales_by_day", "doesn't balance");
    assertThat(text("#components")).contains("lane-tracking-2", "needs writer, topic-tracking");
    assertThat(text("#hosts")).contains("host-2", "not known1 h ago");
    assertThat(text("#settings")).contains("flush.interval", "sources.tracking.maxEventsPerSecond");
    assertThat(text("#letters")).contains("malformed", "17", "100 to 249 (150 offsets)");
    assertThat(text("#errors")).contains("The brokers don't answer");
    assertThat(text("#audit")).contains("consumer pause", "tracking/3", "on the fleet");
    browser.picture(PICTURES.resolve("light.png"), true);
    assertNothingWasBlocked();
  }

  @Test
  void shouldDrawTheLagOfTheLastHour() {
    assertThat(count("#sources .spark .line")).as("a source and 12 partitions").isEqualTo(13);
    assertThat(
            browser
                .evaluate("document.querySelector('#sources .spark').getAttribute('aria-label')")
                .asText())
        .startsWith("lag of tracking over 59 min 30 s: at most ");
  }

  @Test
  void shouldShowMarkupAsText() {
    assertThat(text("#components")).contains(PageService.ODD, "<i>unwell</i>");
    assertThat(text("#errors")).contains(INJECTED + " was said in a log");
    assertThat(text("#audit")).contains(INJECTED + " too hot");
    assertThat(count("main b, main i, main img, main script")).isZero();
    assertNothingWasBlocked();
  }

  @Test
  void shouldBeReadableInTheDarkAndOnANarrowScreen() throws IOException {
    String ground = "getComputedStyle(document.body).backgroundColor";
    String light = browser.evaluate(ground).asText();
    browser.look(1280, 900, true);
    assertThat(browser.evaluate(ground).asText()).isNotEqualTo(light);
    browser.picture(PICTURES.resolve("dark.png"), true);

    browser.look(400, 800, false);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("nothing is beside the screen")
        .isLessThanOrEqualTo(400);
    browser.picture(PICTURES.resolve("narrow.png"), true);
    assertNothingWasBlocked();
  }

  @Test
  void shouldPauseAndResumeByKeyboardAlone() throws IOException {
    focus("button[aria-label='Pause partition 3 of tracking']");
    browser.press("Enter", ENTER);
    awaitTrue("document.getElementById('ask').open");
    assertThat(text("#ask-title")).isEqualTo("Pause partition 3 of tracking");
    assertThat(focused()).isEqualTo("ask-for");
    browser.type("30m");
    focus("#ask-reason");
    browser.type(INJECTED);
    browser.picture(PICTURES.resolve("asking.png"), false);
    browser.press("Enter", ENTER);

    awaitTrue("!document.getElementById('ask').open");
    await().untilAsserted(() -> assertThat(text("#said")).contains("tracking partition 3 paused"));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(text("#sources")).contains("Partition 3 paused", INJECTED));
    assertThat(text("#settings")).contains("tracking/3", "for another 30 min", INJECTED);
    PageService application = service.getApplication();
    assertThat(application.toggles.list())
        .singleElement()
        .satisfies(toggle -> assertThat(toggle.origin().reason()).isEqualTo(INJECTED));
    assertThat(count("main img")).isZero();

    focus("button[aria-label='Resume partition 3 of tracking']");
    browser.press("Enter", ENTER);
    awaitTrue("document.getElementById('ask').open");
    browser.press("Enter", ENTER);
    await().untilAsserted(() -> assertThat(application.toggles.list()).isEmpty());
    assertNothingWasBlocked();
  }

  @Test
  void shouldKeepAskingWhenTheHostRefuses() {
    focus("button[aria-label='Set flush.interval']");
    browser.press("Enter", ENTER);
    awaitTrue("document.getElementById('ask').open");
    browser.evaluate("document.getElementById('ask-value').value = 'soon'");
    browser.press("Enter", ENTER);

    await()
        .untilAsserted(
            () ->
                assertThat(text("#ask-refused"))
                    .isEqualTo(
                        "value is 'soon'; of flush.interval it is a time from 10ms to 10m, such as"
                            + " 500ms or 5s"));
    browser.press("Escape", ESCAPE);
    awaitTrue("!document.getElementById('ask').open");
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-label')").asText())
        .as("the focus is where it was")
        .isEqualTo("Set flush.interval");
    PageService application = service.getApplication();
    assertThat(application.controls.all()).noneMatch(SettingKind.CONFIG::isOf);
  }

  /** Who leaves a question while its call is under way may have another one before them by then. */
  @ParameterizedTest
  @CsvSource({
    "60s, flush.interval: 1m on this host",
    "soon, 'value is ''soon''; of flush.interval it is a time from 10ms'"
  })
  void shouldKeepTheAnswerToOneQuestionOutOfTheNext(String value, String answer)
      throws IOException {
    PageService application = service.getApplication();
    int before = application.silence.calls();
    try {
      browser.evaluate(
          "document.querySelector(\"button[aria-label='Set flush.interval']\").click()");
      browser.evaluate("document.getElementById('ask-value').value = '" + value + "'");
      application.silence.hang();
      browser.evaluate("document.getElementById('ask-go').click()");
      await().until(() -> application.silence.calls() == before + 1);
      browser.press("Escape", ESCAPE);
      awaitTrue("!document.getElementById('ask').open");
      browser.evaluate("document.querySelector('button[data-action=restart]').click()");
      awaitTrue("document.getElementById('ask').open");
      assertThat(browser.evaluate("document.getElementById('ask-go').disabled").asBoolean())
          .as("the next question can be answered")
          .isFalse();
    } finally {
      application.silence.answer();
    }

    await()
        .untilAsserted(
            () -> assertThat(text("#said")).startsWith("Set flush.interval: ").contains(answer));
    assertThat(browser.evaluate("document.getElementById('ask').open").asBoolean()).isTrue();
    assertThat(text("#ask-title")).isEqualTo("Restart the lanes of tracking");
    assertThat(text("#ask-refused")).isEmpty();
    browser.picture(PICTURES.resolve("answered-late.png"), false);
    browser.press("Escape", ESCAPE);
    application.controls.all().stream()
        .filter(SettingKind.CONFIG::isOf)
        .forEach(setting -> revert());
  }

  private static void revert() {
    browser.evaluate(
        "fetch('/tasks/config', {method: 'POST', body: new URLSearchParams({action: 'revert'})})"
            + ".then(() => 1)");
  }

  @Test
  void shouldKeepTheFocusWhileItIsBroughtUpToDate() {
    focus("button[aria-label='Pause partition 7 of tracking']");
    int round = browser.evaluate("Number(document.body.dataset.round)").asInt();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> browser.evaluate("Number(document.body.dataset.round)").asInt() >= round + 2);
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-label')").asText())
        .isEqualTo("Pause partition 7 of tracking");
  }

  @Test
  void shouldSendNothingBeforeItIsConfirmed() {
    browser.evaluate(
        "window.sent = 0; {const ask = window.fetch; window.fetch = (where, how) =>"
            + " {window.sent += how.method === 'POST' ? 1 : 0; return ask(where, how)}}");
    for (String action : List.of("pause", "restart", "set")) {
      browser.evaluate("document.querySelector('button[data-action=" + action + "]').click()");
      awaitTrue("document.getElementById('ask').open");
      browser.press("Escape", ESCAPE);
      awaitTrue("!document.getElementById('ask').open");
    }

    assertThat(browser.evaluate("window.sent").asInt()).isZero();
    PageService application = service.getApplication();
    assertThat(application.toggles.list()).isEmpty();
  }

  @Test
  void shouldHoldTheFocusInTheQuestionAndSayHowFarItReaches() {
    browser.evaluate("document.querySelector('button[data-action=pause]').click()");
    awaitTrue("document.getElementById('ask').open");
    assertThat(text("#ask-go")).isEqualTo("Pause on this host");
    for (int step = 0; step < 12; step++) {
      browser.press("Tab", TAB);
      assertThat(
              browser
                  .evaluate(
                      "document.activeElement === document.body"
                          + " || document.getElementById('ask').contains(document.activeElement)")
                  .asBoolean())
          .as("the focus after %s steps", step + 1)
          .isTrue();
    }

    browser.evaluate("document.querySelector('#ask input[value=fleet]').click()");
    assertThat(text("#ask-go")).isEqualTo("Pause on all hosts");
    browser.press("Escape", ESCAPE);
    awaitTrue("!document.getElementById('ask').open");
  }

  @Test
  void shouldShowWhereTheFocusIs() {
    browser.press("Tab", TAB);
    assertThat(text(":focus")).isEqualTo("Skip to the content");
    browser.press("Tab", TAB);
    assertThat(text(":focus")).isEqualTo("Health");
    assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineWidth").asText())
        .isEqualTo("3px");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('button, a, input, select, [role=region]')]"
                        + ".filter(it => it.tabIndex > 0).length")
                .asInt())
        .as("the order is that of the page")
        .isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('main button')].map(it => it.ariaLabel ??"
                        + " it.textContent).filter((it, at, all) => all.indexOf(it) !== at)")
                .toString())
        .as("every button has a name of its own")
        .isEqualTo("[]");
  }

  /** The browser sits inside, and a page of another site has it send what it likes. */
  @Test
  void shouldRefuseWhatAnotherSitesPageSends() {
    browser.open("http://127.0.0.1:" + service.getLocalPort() + "/api/version");

    browser.evaluate(
        "fetch('http://127.0.0.1:%d/tasks/consumer', {method: 'POST', mode: 'no-cors', body: new"
                .formatted(service.getAdminPort())
            + " URLSearchParams({action: 'pause', source: 'tracking'})}).then(() => 1, () => 0)");

    PageService application = service.getApplication();
    assertThat(application.toggles.list()).isEmpty();
    assertThat(application.refusals).anyMatch(it -> it.contains("/tasks/consumer"));
  }

  /** So that the other tests can fail: the policy holds, and its breaches are seen. */
  @Test
  void shouldHaveTheBrowserRefuseWhatIsInline() {
    browser.evaluate(
        "{const script = document.createElement('script');"
            + " script.append('window.ran = true'); document.body.append(script)}");
    assertThat(browser.evaluate("window.ran === true").asBoolean()).isFalse();
    assertThat(
            browser
                .evaluate(
                    "(() => { try { document.body.innerHTML = '<p>'; return 'made'; }"
                        + " catch (refused) { return refused.name; } })()")
                .asText())
        .isEqualTo("TypeError");
    await().until(() -> !browser.evaluate("window.blockedByPolicy").isEmpty());
    await().until(() -> !browser.complaints().isEmpty());
  }

  private static void assertNothingWasBlocked() {
    assertThat(browser.evaluate("window.blockedByPolicy")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  private static String text(String selector) {
    return browser
        .evaluate("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''")
        .asText();
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll(" + quoted(selector) + ").length").asInt();
  }

  private static String focused() {
    return browser.evaluate("document.activeElement.id").asText();
  }

  private static void focus(String selector) {
    browser.evaluate("document.querySelector(" + quoted(selector) + ").focus()");
  }

  private static void awaitTrue(String expression) {
    await().until(() -> browser.evaluate(expression).asBoolean());
  }

  private static String quoted(String selector) {
    return "\"" + selector + "\"";
  }
}
