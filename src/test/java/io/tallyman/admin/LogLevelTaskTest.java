package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LogLevelTaskTest {

  private static final String LANE = "io.tallyman.consume.Lane";
  private static final String PACKAGE = "io.tallyman.consume";
  private static final String BY = " since 2026-11-21T10:00:00Z by operator at 192.0.2.1";

  private final LoggerContext loggers = new LoggerContext();
  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final LogLevels levels = new LogLevels(loggers);
  private final LogLevelTask task = new LogLevelTask(levels, controls, clock);

  LogLevelTaskTest() {
    loggers.getLogger("ROOT").setLevel(Level.WARN);
    loggers.getLogger("io.tallyman").setLevel(Level.INFO);
    loggers.getLogger(LANE);
    controls.obey(levels);
  }

  @Test
  void shouldSayWhatItDidAndUntilWhen() {
    assertThat(call("logger", LANE, "level", "debug", "for", "10m"))
        .isEqualTo(LANE + ": INFO -> DEBUG until 2026-11-21T10:10:00Z, then inherited\n");
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
  }

  @Test
  void shouldRestoreAnInheritedLevelToInheritedAndAConfiguredOneToItself() {
    call("logger", LANE, "level", "DEBUG", "for", "10m");
    call("logger", "io.tallyman", "level", "ERROR", "for", "PT10M");

    advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
    assertThat(level("io.tallyman")).isEqualTo(Level.ERROR);

    advance(Duration.ofMillis(1));
    assertThat(loggers.getLogger(LANE).getLevel()).isNull();
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(call("action", "list")).isEqualTo("every level is as configured\n");
  }

  @Test
  void shouldKeepWhatWasConfiguredOverASecondCallAndDropTheFirstTimer() {
    call("logger", "io.tallyman", "level", "DEBUG", "for", "10m");
    assertThat(call("logger", "io.tallyman", "level", "TRACE", "for", "1h"))
        .isEqualTo("io.tallyman: DEBUG -> TRACE until 2026-11-21T11:00:00Z, then INFO\n");

    advance(Duration.ofMinutes(30));
    assertThat(level("io.tallyman")).isEqualTo(Level.TRACE);
    advance(Duration.ofMinutes(30));
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
  }

  @Test
  void shouldStayUntilItIsRevertedWithoutADuration() {
    call("logger", "io.tallyman", "level", "DEBUG", "for", "10m");
    assertThat(call("logger", "io.tallyman", "level", "OFF"))
        .isEqualTo("io.tallyman: DEBUG -> OFF until it is reverted, then INFO\n");

    advance(Duration.ofDays(1));
    assertThat(level("io.tallyman")).isEqualTo(Level.OFF);

    assertThat(call("action", "revert", "logger", "io.tallyman"))
        .isEqualTo("io.tallyman: OFF -> INFO\n");
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(call("action", "revert", "logger", "io.tallyman"))
        .isEqualTo("io.tallyman was as configured: nothing changed\n");
  }

  @Test
  void shouldListAndRevertEverything() {
    call("logger", "root", "level", "ERROR");
    call("logger", LANE, "level", "TRACE", "for", "90s");

    assertThat(call("action", "list"))
        .isEqualTo(
            "ROOT: ERROR on this host"
                + BY
                + " until it is reverted, then WARN\n"
                + LANE
                + ": TRACE on this host"
                + BY
                + " until 2026-11-21T10:01:30Z, then inherited\n");
    assertThat(call("action", "revert"))
        .isEqualTo("ROOT: ERROR -> WARN\n" + LANE + ": TRACE -> inherited\n");
    assertThat(level("ROOT")).isEqualTo(Level.WARN);
  }

  @Test
  void shouldSetSeveralLoggersAtOnce() {
    String answer = call(Map.of("logger", List.of(LANE, "ROOT", LANE), "level", List.of("ERROR")));

    assertThat(answer.lines()).hasSize(2);
    assertThat(level(LANE)).isEqualTo(Level.ERROR);
    assertThat(level("ROOT")).isEqualTo(Level.ERROR);
  }

  @Test
  void shouldSayThatNoClassHasALogger() {
    assertThat(call("logger", "io.talyman", "level", "DEBUG"))
        .contains("no class has asked for this logger so far: is the name right?");
    assertThat(call("logger", "io.talyman", "level", "DEBUG", "for", "1m"))
        .contains("no class has asked");
    assertThat(call("logger", PACKAGE, "level", "DEBUG")).doesNotContain("no class has asked");
    assertThat(call("logger", "io.tallyman.admin.AdminPort", "level", "DEBUG"))
        .doesNotContain("no class has asked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logger=io.tallyman | level is missing; it is OFF, ERROR, WARN, INFO, DEBUG or TRACE",
        "logger=io.tallyman&level=bogus"
            + " | level is 'bogus'; it is OFF, ERROR, WARN, INFO, DEBUG or TRACE",
        "level=DEBUG | logger is missing; it is a logger's name, such as io.tallyman, or ROOT",
        "logger=a b&level=DEBUG | logger is 'a b'; it is a logger's name, such as io.tallyman, or"
            + " ROOT, of at most 250 characters",
        "logger=io.tallyman&level=DEBUG&for=soon | for is 'soon'; it is a time from 1s to 30d, such"
            + " as 90s, 10m, 2h or PT10M, or left out: then it lasts until it is reverted",
        "logger=io.tallyman&level=DEBUG&for=1m&duration=1m | for and duration are the same; give"
            + " one",
        "logger=io.tallyman&level=DEBUG&scope=all | scope is 'all'; it is host or fleet",
        "logger=io.tallyman&level=DEBUG&for=0s | for is '0s'; it is a time from 1s to" + " 30d",
        "logger=io.tallyman&level=DEBUG&for=-PT5M | for is '-PT5M'; it is a time",
        "logger=io.tallyman&level=DEBUG&for=31d | for is '31d'; it is a time",
        "logger=io.tallyman&level=DEBUG&for=99999999999d | for is '99999999999d'",
        "logger=io.tallyman&level=DEBUG&for=99999999999999999999d | for is '9999",
        "logger=io.tallyman&level=DEBUG&for=P99999999999999999999D | for is 'P9999",
        "logger=io.tallyman&level=DEBUG&levle=INFO"
            + " | the parameter 'levle' is unknown; did you mean level? the parameters are action,"
            + " duration, for,"
            + " level, logger, reason, scope",
        "logger=io.tallyman&level=DEBUG&level=INFO | level is given 2 times; give it once",
        "action=forget&logger=io.tallyman"
            + " | action is 'forget'; it is set, list or revert, or left out for set",
        "action=list&level=DEBUG | level doesn't go with action=list",
        "action=revert&for=1m | for doesn't go with action=revert",
        "action=list&scope=fleet | scope doesn't go with action=list",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(parsed(query)))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);

    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(settings.settings()).isEmpty();
    assertThat(settings.audit()).isEmpty();
  }

  @Test
  void shouldEndAsConfiguredWhateverThreadsDoTogether() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    try {
      for (int thread = 0; thread < 4; thread++) {
        String level = thread % 2 == 0 ? "DEBUG" : "TRACE";
        all.add(
            threads.submit(
                () -> {
                  go.await();
                  for (int round = 0; round < 500; round++) {
                    call("logger", "io.tallyman", "level", level, "for", "1s");
                    advance(Duration.ofMillis(400));
                    if (round % 50 == 0) {
                      call("action", "revert");
                    }
                  }
                  return null;
                }));
      }
      go.countDown();
      for (Future<?> each : all) {
        each.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    advance(Duration.ofSeconds(1));
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(controls.inForce()).isEmpty();
  }

  @Test
  void shouldRevertEverythingWhenTheServiceStops() {
    call("logger", LANE, "level", "DEBUG", "for", "1h");

    levels.stop();

    assertThat(loggers.getLogger(LANE).getLevel()).isNull();
    assertThat(settings.settings()).as("it is remembered for the next start").hasSize(1);
  }

  @Test
  void shouldStillTakeTheDurationOfBefore() {
    assertThat(call("logger", LANE, "level", "debug", "duration", "10m"))
        .isEqualTo(LANE + ": INFO -> DEBUG until 2026-11-21T10:10:00Z, then inherited\n");
  }

  @Test
  void shouldSetALevelOnTheFleetAndPreferWhatIsSetForThisHost() {
    assertThat(call("logger", LANE, "level", "DEBUG", "scope", "fleet", "reason", "slow"))
        .isEqualTo(LANE + ": INFO -> DEBUG on the fleet until it is reverted, then inherited\n");
    assertThat(call("logger", LANE, "level", "TRACE", "for", "1m"))
        .isEqualTo(
            LANE + ": DEBUG -> TRACE until 2026-11-21T10:01:00Z, then DEBUG, set for the fleet\n");
    assertThat(call("logger", LANE, "level", "WARN", "scope", "fleet"))
        .endsWith("(this host keeps TRACE, which is set for it alone)\n");
    assertThat(level(LANE)).isEqualTo(Level.TRACE);

    advance(Duration.ofMinutes(1));
    assertThat(level(LANE)).isEqualTo(Level.WARN);
    assertThat(call("action", "revert", "logger", LANE))
        .isEqualTo(LANE + " is WARN, set for the fleet: nothing changed\n");
    assertThat(call("action", "revert", "logger", LANE, "scope", "fleet"))
        .isEqualTo(LANE + ": WARN -> inherited\n");
    assertThat(settings.audit())
        .contains(
            "operator at 192.0.2.1: log-level set fleet " + LANE + ": '' -> 'DEBUG' done",
            "operator at 192.0.2.1: log-level revert fleet " + LANE + ": 'WARN' -> '' done");
  }

  @Test
  void shouldSetALevelWhileTheDatabaseIsAwayAndSaySo() {
    settings.setAway(true);

    assertThat(call("logger", LANE, "level", "DEBUG")).contains("\nnot remembered yet: ");
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
    assertThatThrownBy(() -> call("logger", LANE, "level", "OFF", "scope", "fleet"))
        .isInstanceOf(Unavailable.class);
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
  }

  private void advance(Duration by) {
    clock.advance(by);
    controls.apply();
  }

  private Level level(String logger) {
    return loggers.getLogger(logger).getEffectiveLevel();
  }

  private String call(String... pairs) {
    Map<String, List<String>> parameters = new java.util.HashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      parameters.put(pairs[at], List.of(pairs[at + 1]));
    }
    return call(parameters);
  }

  private String call(Map<String, List<String>> parameters) {
    StringWriter answer = new StringWriter();
    task.execute(parameters, "192.0.2.1", new PrintWriter(answer));
    return answer.toString();
  }

  static Map<String, List<String>> parsed(String query) {
    Map<String, List<String>> parameters = new java.util.LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
    return parameters;
  }
}
