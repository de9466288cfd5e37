package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.control.TuningEffect;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.LaneValues;
import io.tallyman.consume.TopicCheck;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.store.SettingKey;
import io.tallyman.store.StoredSetting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTaskTest {

  private static final String SET = " since 2026-11-21T10:00:00Z by operator at 192.0.2.1";

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final Levers levers = TestLevers.fresh();
  private final ConfigTask task =
      new ConfigTask(
          new OperatedSystem(
              new PartGraph(List.of()),
              controls,
              new ConsumerToggles(),
              levers,
              () ->
                  List.of(
                      new SourceTopic("tracking", "tracking-events", OptionalInt.of(12)),
                      new SourceTopic("sales", "sales", OptionalInt.empty())),
              List::of,
              new StagedFlow().watch(),
              new SwitchableDatabase(),
              new MovedPositions(
                  (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
                  new StandingPositions())),
          clock);

  ConfigTaskTest() {
    controls.obey(new TuningEffect(levers.tuning(), 1_000 << 20));
    SettingsPart part = SettingsParts.of(controls, settings, clock);
    part.start();
    part.stopSoon();
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), "192.0.2.1", new PrintWriter(answer));
    return answer.toString();
  }

  private LaneValues values() {
    return levers.tuning().values();
  }

  @Test
  void shouldSetAKeyForATimeAndGoBackToWhatIsConfigured() {
    assertThat(call("key=flush.interval&value=5s&for=10m&reason=slow database"))
        .isEqualTo(
            "flush.interval: 5s on this host"
                + SET
                + " until 2026-11-21T10:10:00Z, then 1s, as configured (slow database)\n");
    assertThat(values().flush().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(values().flush().maxCells()).isEqualTo(1_000);

    clock.advance(Duration.ofMinutes(10));
    controls.apply();
    assertThat(values()).isEqualTo(levers.tuning().configured());
  }

  @Test
  void shouldListEveryKeyWithWhereItsValueComesFrom() {
    call("key=sources.tracking.maxEventsPerSecond&value=500&scope=fleet");
    call("key=sources.tracking.maxEventsPerSecond&value=unlimited&for=1h");
    call("key=deadLetters.logPerMinute&value=0&scope=fleet&reason=noise");

    assertThat(call("action=list"))
        .isEqualTo(
            "flush.interval: 1s as configured\n"
                + "flush.maxCells: 1000 as configured\n"
                + "flush.memory: 1MiB as configured\n"
                + "deadLetters.logPerMinute: 0 on the fleet"
                + SET
                + " until it is reverted, then 5, as configured (noise)\n"
                + "deadLetters.wholePerMinute: 1000 as configured\n"
                + "sources.tracking.maxEventsPerSecond: unlimited on this host"
                + SET
                + " until 2026-11-21T11:00:00Z, then 500, set for the fleet\n"
                + "sources.sales.maxEventsPerSecond: unlimited as configured\n");
    assertThat(values().loggedRejects()).isZero();
    assertThat(values().eventsPerSecond()).isEmpty();

    clock.advance(Duration.ofHours(1));
    controls.apply();
    assertThat(values().eventsPerSecond()).containsEntry("tracking", 500);
  }

  @Test
  void shouldTakeAShareOfTheHeap() {
    assertThat(call("key=flush.memory&value=40%"))
        .isEqualTo(
            "flush.memory: 400MiB on this host"
                + SET
                + " until it is reverted, then 1MiB, as configured\n");
    assertThat(values().flush().memoryBytes()).isEqualTo(400L << 20);
  }

  @Test
  void shouldRevertOneKeyOrAllOfThisHostOrOfTheFleet() {
    call("key=flush.maxCells&value=77");
    call("key=flush.interval&value=250ms");
    call("key=sources.sales.maxEventsPerSecond&value=9&scope=fleet");

    assertThat(call("action=revert&key=flush.maxCells"))
        .isEqualTo("flush.maxCells: 1000 as configured\n");
    assertThat(call("action=revert&key=flush.maxCells"))
        .isEqualTo("flush.maxCells was not set for this host: nothing changed\n");
    assertThat(call("action=revert")).isEqualTo("flush.interval: 1s as configured\n");
    assertThat(values().eventsPerSecond()).containsEntry("sales", 9);

    call("action=revert&scope=fleet");
    assertThat(values()).isEqualTo(levers.tuning().configured());
    assertThat(call("action=revert&scope=fleet"))
        .isEqualTo("no key was set for the fleet: nothing changed\n");
  }

  @Test
  void shouldSayWhereThisHostDoesNotDoAsTheFleet() {
    call("key=flush.maxCells&value=77");

    assertThat(call("key=flush.maxCells&value=88&scope=fleet"))
        .isEqualTo(
            "flush.maxCells: 77 on this host"
                + SET
                + " until it is reverted, then 88, set for the fleet\n"
                + "the fleet has 88; this host keeps what is set for it alone\n");
  }

  @Test
  void shouldWriteEveryChangeIntoTheAudit() {
    call("key=flush.maxCells&value=77&reason=try");
    call("key=flush.maxCells&value=78&for=1m");
    call("action=revert&key=flush.maxCells");

    assertThat(settings.audit())
        .containsExactly(
            "operator at 192.0.2.1: config set host flush.maxCells: '' -> '77' done",
            "operator at 192.0.2.1: config set host flush.maxCells: '77' -> '78 until"
                + " 2026-11-21T10:01:00Z' done",
            "operator at 192.0.2.1: config revert host flush.maxCells: '78 until"
                + " 2026-11-21T10:01:00Z' -> '' done");
  }

  @Test
  void shouldHoldOnThisHostWhileTheDatabaseIsAwayAndRefuseForTheFleet() {
    settings.setAway(true);

    assertThat(call("key=flush.maxCells&value=77")).contains("not remembered yet");
    assertThat(values().flush().maxCells()).isEqualTo(77);
    assertThatThrownBy(() -> call("key=flush.maxCells&value=88&scope=fleet"))
        .isInstanceOf(Unavailable.class);
    assertThat(values().flush().maxCells()).isEqualTo(77);
  }

  @Test
  void shouldLeaveOutWhatAnotherVersionHasSet() {
    settings.put(
        new StoredSetting(
            new SettingKey("config", "flush.maxCells", ""),
            "a lot",
            "",
            "ada",
            clock.instant(),
            null));
    call("key=flush.interval&value=2s");
    SettingsPart part = SettingsParts.of(controls, settings, clock);
    part.start();
    part.stopSoon();

    assertThat(values().flush().maxCells()).isEqualTo(1_000);
    assertThat(values().flush().interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(part.check().toString()).contains("'a lot', which this version doesn't know");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value=5s | key is missing; the keys are flush.interval, flush.maxCells, flush.memory,"
            + " deadLetters.logPerMinute, deadLetters.wholePerMinute,"
            + " sources.tracking.maxEventsPerSecond, sources.sales.maxEventsPerSecond",
        "key=flush.intervall&value=5s | key is 'flush.intervall', which can't be set while hosts"
            + " run; did you mean flush.interval? the keys are",
        "key=maxEventsPerSecond&value=5 | key is 'maxEventsPerSecond', which can't be set while"
            + " hosts run; did you mean sources.sales.maxEventsPerSecond?",
        "key=sources.nobody.maxEventsPerSecond&value=5 | key is"
            + " 'sources.nobody.maxEventsPerSecond', which can't be set",
        "key=database.url&value=x | key is 'database.url', which can't be set while hosts run",
        "key=flush.interval | value is missing; of flush.interval it is a time from 10ms to 10m",
        "key=flush.interval&value=9ms | value is '9ms'; of flush.interval it is a time from 10ms to"
            + " 10m, such as 500ms or 5s",
        "key=flush.interval&value=11m | value is '11m'; of flush.interval it is a time",
        "key=flush.interval&value=soon | value is 'soon'; of flush.interval it is a time",
        "key=flush.interval&value=-5s | value is '-5s'; of flush.interval it is a time",
        "key=flush.interval&value=99999999999999999d | value is '99999999999999999d'; of",
        "key=flush.maxCells&value=0 | value is '0'; of flush.maxCells it is a whole number from 1",
        "key=flush.maxCells&value=1e3 | value is '1e3'; of flush.maxCells it is a whole number",
        "key=flush.maxCells&value=99999999999 | value is '99999999999'; of flush.maxCells it is",
        "key=flush.memory&value=81% | value is '81%'; of flush.memory it is a share of the heap"
            + " from 1% to 80%",
        "key=flush.memory&value=512MiB | value is '512MiB'; of flush.memory it is a share",
        "key=deadLetters.logPerMinute&value=10001 | value is '10001'; of deadLetters.logPerMinute"
            + " it is a whole number from 0 to 10000",
        "key=sources.sales.maxEventsPerSecond&value=0 | value is '0'; of"
            + " sources.sales.maxEventsPerSecond it is a whole number from 1 to 100000000, or"
            + " unlimited",
        "keys=flush.interval&value=5s | the parameter 'keys' is unknown; did you mean key? the"
            + " parameters are action, for, key, reason, scope, value",
        "action=show | action is 'show'; it is set, list or revert, or left out for set",
        "action=list&key=flush.interval | key doesn't go with action=list",
        "action=revert&value=5s | value doesn't go with action=revert",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(values()).isEqualTo(levers.tuning().configured());
    assertThat(settings.audit()).isEmpty();
  }
}
