package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.RollupEffect;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
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

class RollupTaskTest {

  private static final String SET = " since 2026-11-21T10:00:00Z by operator at 192.0.2.1";

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final Levers levers = TestLevers.fresh();
  private final RollupTask task =
      new RollupTask(
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

  RollupTaskTest() {
    controls.obey(new RollupEffect(levers.pausedRollups()));
    SettingsPart part = SettingsParts.of(controls, settings, clock);
    part.start();
    part.stopSoon();
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), "192.0.2.1", new PrintWriter(answer));
    return answer.toString();
  }

  private boolean isPaused(String rollup) {
    return levers.pausedRollups().isPaused(rollup);
  }

  @Test
  void shouldLeaveOneRollupOutAndHaveItCountedAgain() {
    assertThat(call("action=pause&rollup=sales_by_day&for=30m&reason=wrong prices"))
        .isEqualTo(
            "rollup sales_by_day paused on this host"
                + SET
                + " until 2026-11-21T10:30:00Z (wrong prices)\n"
                + "it is left out from the next batch on; what it misses is a gap in its ledger."
                + " Other hosts go on counting it in their partitions\n");
    assertThat(isPaused("sales_by_day")).isTrue();
    assertThat(isPaused("events_by_country")).isFalse();

    assertThat(call("action=resume&rollup=sales_by_day"))
        .isEqualTo(
            """
            sales_by_day on this host: the pause is over that operator at 192.0.2.1 made at \
            2026-11-21T10:00:00Z (wrong prices)
            rollup sales_by_day is counted on this host; what it has missed stays a gap
            """);
    assertThat(isPaused("sales_by_day")).isFalse();
    assertThat(settings.audit())
        .containsExactly(
            "operator at 192.0.2.1: rollup pause host sales_by_day: '' -> 'paused until"
                + " 2026-11-21T10:30:00Z' done",
            "operator at 192.0.2.1: rollup resume host sales_by_day: 'paused until"
                + " 2026-11-21T10:30:00Z' -> '' done");
  }

  @Test
  void shouldEndByTheClock() {
    call("action=pause&rollup=sales_by_day&for=30m");
    clock.advance(Duration.ofMinutes(30));
    controls.apply();

    assertThat(isPaused("sales_by_day")).isFalse();
  }

  @Test
  void shouldExceptThisHostFromAPauseOfTheFleetForAsLongAsThatLasts() {
    call("action=pause&rollup=sales_by_day&scope=fleet&for=30m");

    assertThat(call("action=resume&rollup=sales_by_day"))
        .startsWith(
            "rollup sales_by_day running on this host" + SET + " until 2026-11-21T10:30:00Z\n");
    assertThat(isPaused("sales_by_day")).isFalse();
    assertThat(call("action=pause&rollup=sales_by_day&scope=fleet"))
        .contains("rollup sales_by_day paused on the fleet")
        .contains("is counted on this host");
  }

  @Test
  void shouldSayWhenNothingChanged() {
    assertThat(call("action=resume&rollup=sales_by_day&scope=fleet"))
        .startsWith("sales_by_day was not paused on the fleet: nothing changed\n");
  }

  @Test
  void shouldKeepASourceOfTheSameNameApart() {
    settings.put(
        new StoredSetting(
            new SettingKey("consumer", "sales_by_day", ""),
            "paused",
            "",
            "ada",
            clock.instant(),
            null));
    call("action=resume&rollup=sales_by_day&scope=fleet");

    assertThat(settings.settings()).hasSize(1);
    assertThat(isPaused("sales_by_day")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rollup=sales_by_day | action is missing; it is pause or resume",
        "action=restart&rollup=sales_by_day | action is 'restart'; it is pause or resume",
        "action=pause | rollup is missing; the rollups are events_by_country, sales_by_day",
        "action=pause&rollup=sales_by_dya | rollup 'sales_by_dya' is unknown; did you mean"
            + " sales_by_day? the rollups are events_by_country, sales_by_day",
        "action=pause&rolup=sales_by_day | the parameter 'rolup' is unknown; did you mean rollup?"
            + " the parameters are action, for, reason, rollup, scope",
        "action=resume&rollup=sales_by_day&for=1m | for doesn't go with action=resume",
        "action=pause&rollup=sales_by_day&scope=all | scope is 'all'; it is host or fleet",
        "action=pause&rollup=sales_by_day&for=0s | for is '0s'; it is a time from 1s to 30d, such"
            + " as 90s, 10m, 2h or PT10M, or left out: then it lasts until it is resumed",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(levers.pausedRollups().list()).isEmpty();
    assertThat(settings.audit()).isEmpty();
  }
}
