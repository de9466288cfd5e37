package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
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

  private final LoggerContext loggers = new LoggerContext();
  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final SteppedTimer timer = new SteppedTimer(clock);
  private final LogLevels levels = new LogLevels(loggers, clock, timer);
  private final LogLevelTask task = new LogLevelTask(levels);

  LogLevelTaskTest() {
    loggers.getLogger("ROOT").setLevel(Level.WARN);
    loggers.getLogger("io.tallyman").setLevel(Level.INFO);
    loggers.getLogger(LANE);
  }

  @Test
  void shouldSayWhatItDidAndUntilWhen() {
    assertThat(call("logger", LANE, "level", "debug", "duration", "10m"))
        .isEqualTo(LANE + ": INFO -> DEBUG until 2026-11-21T10:10:00Z, then inherited\n");
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
  }

  @Test
  void shouldRestoreAnInheritedLevelToInheritedAndAConfiguredOneToItself() {
    call("logger", LANE, "level", "DEBUG", "duration", "10m");
    call("logger", "io.tallyman", "level", "ERROR", "duration", "PT10M");

    timer.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(level(LANE)).isEqualTo(Level.DEBUG);
    assertThat(level("io.tallyman")).isEqualTo(Level.ERROR);

    timer.advance(Duration.ofMillis(1));
    assertThat(loggers.getLogger(LANE).getLevel()).isNull();
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(call("action", "list")).isEqualTo("every level is as configured\n");
  }

  @Test
  void shouldKeepWhatWasConfiguredOverASecondCallAndDropTheFirstTimer() {
    call("logger", "io.tallyman", "level", "DEBUG", "duration", "10m");
    assertThat(call("logger", "io.tallyman", "level", "TRACE", "duration", "1h"))
        .isEqualTo("io.tallyman: DEBUG -> TRACE until 2026-11-21T11:00:00Z, then INFO\n");

    assertThat(timer.live()).isEqualTo(1);
    timer.advance(Duration.ofMinutes(30));
    assertThat(level("io.tallyman")).isEqualTo(Level.TRACE);
    timer.advance(Duration.ofMinutes(30));
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
  }

  @Test
  void shouldStayUntilItIsRevertedWithoutADuration() {
    call("logger", "io.tallyman", "level", "DEBUG", "duration", "10m");
    assertThat(call("logger", "io.tallyman", "level", "OFF"))
        .isEqualTo("io.tallyman: DEBUG -> OFF until it is reverted, then INFO\n");

    timer.advance(Duration.ofDays(1));
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
    call("logger", LANE, "level", "TRACE", "duration", "90s");

    assertThat(call("action", "list"))
        .isEqualTo(
            "ROOT: ERROR until it is reverted, then WARN\n"
                + LANE
                + ": TRACE until 2026-11-21T10:01:30Z, then inherited\n");
    assertThat(call("action", "revert"))
        .isEqualTo("ROOT: ERROR -> WARN\n" + LANE + ": TRACE -> inherited\n");
    assertThat(timer.live()).isZero();
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
    assertThat(call("logger", "io.talyman", "level", "DEBUG", "duration", "1m"))
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
        "logger=io.tallyman&level=DEBUG&duration=soon | duration is 'soon'; it is a time from 1s to"
            + " 30d, such as 90s, 10m, 2h or PT10M, or left out for as long as the service runs",
        "logger=io.tallyman&level=DEBUG&duration=0s | duration is '0s'; it is a time from 1s to"
            + " 30d",
        "logger=io.tallyman&level=DEBUG&duration=-PT5M | duration is '-PT5M'; it is a time",
        "logger=io.tallyman&level=DEBUG&duration=31d | duration is '31d'; it is a time",
        "logger=io.tallyman&level=DEBUG&duration=99999999999d | duration is '99999999999d'",
        "logger=io.tallyman&level=DEBUG&duration=99999999999999999999d | duration is '9999",
        "logger=io.tallyman&level=DEBUG&duration=P99999999999999999999D | duration is 'P9999",
        "logger=io.tallyman&level=DEBUG&levle=INFO"
            + " | the parameter 'levle' is unknown; the parameters are action, duration, level,"
            + " logger",
        "logger=io.tallyman&level=DEBUG&level=INFO | level is given 2 times; give it once",
        "action=forget&logger=io.tallyman"
            + " | action is 'forget'; it is set, list or revert, or left out for set",
        "action=list&level=DEBUG | level doesn't go with action=list",
        "action=revert&duration=1m | duration doesn't go with action=revert",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(parsed(query)))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);

    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(levels.list()).isEmpty();
    assertThat(timer.live()).isZero();
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
                    call("logger", "io.tallyman", "level", level, "duration", "1s");
                    timer.advance(Duration.ofMillis(400));
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
    assertThat(timer.live()).isLessThanOrEqualTo(1);
    timer.advance(Duration.ofSeconds(1));
    assertThat(level("io.tallyman")).isEqualTo(Level.INFO);
    assertThat(levels.list()).isEmpty();
  }

  @Test
  void shouldRevertEverythingWhenTheServiceStops() {
    call("logger", LANE, "level", "DEBUG", "duration", "1h");

    levels.stop();

    assertThat(loggers.getLogger(LANE).getLevel()).isNull();
    assertThat(timer.live()).isZero();
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
    task.execute(parameters, new PrintWriter(answer));
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
