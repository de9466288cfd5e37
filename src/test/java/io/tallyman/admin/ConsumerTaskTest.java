package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.TopicCheck;
import io.tallyman.event.SourcePartition;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.log.RequestIds;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.SettingKey;
import io.tallyman.store.StoredSetting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class ConsumerTaskTest {

  private static final String PAUSED = " since 2026-11-21T10:00:00Z by operator at 192.0.2.1";

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final ConsumerToggles toggles = new ConsumerToggles();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final ConsumerTask task =
      new ConsumerTask(
          new OperatedSystem(
              new PartGraph(List.of(new ShownPart("lane-tracking-0"))),
              controls,
              toggles,
              TestLevers.fresh(),
              () ->
                  List.of(
                      new SourceTopic("tracking", "tracking-events", OptionalInt.of(12)),
                      new SourceTopic("sales", "sales", OptionalInt.empty())),
              () -> List.of(new LaneStatus("tracking-0", "tracking", List.of(), false, "")),
              new StagedFlow().watch(),
              new SwitchableDatabase(),
              new MovedPositions(
                  (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
                  new StandingPositions())),
          clock);

  ConsumerTaskTest() {
    controls.obey(new ConsumerEffect(toggles, clock));
    readSettings();
  }

  private void readSettings() {
    SettingsPart part = SettingsParts.of(controls, settings, clock);
    part.start();
    part.stopSoon();
  }

  private StoredSetting running(String host) {
    SettingKey key = new SettingKey("consumer", "tracking", host);
    return new StoredSetting(key, "running", "", "ada", clock.instant(), null);
  }

  @Test
  void shouldPauseAndResumeASource() {
    assertThat(call("action=pause&source=tracking&reason=deploy of 1.2"))
        .isEqualTo("tracking: all partitions paused on this host" + PAUSED + " (deploy of 1.2)\n");
    assertThat(isPaused(7)).isTrue();

    assertThat(call("action=resume&source=tracking"))
        .isEqualTo(
            """
            tracking on this host: the pause is over that operator at 192.0.2.1 made at \
            2026-11-21T10:00:00Z (deploy of 1.2)
            tracking: nothing is paused on this host
            """);
    assertThat(isPaused(7)).isFalse();
  }

  @Test
  void shouldSayWhosePauseOfTheFleetIsOver() {
    call("action=pause&source=tracking&scope=fleet&reason=deploy of 1.2");

    assertThat(call("action=resume&source=tracking"))
        .contains("all partitions paused on the fleet", "all partitions running on this host")
        .doesNotContain("nothing is paused");
    assertThat(call("action=resume&source=tracking&scope=fleet"))
        .contains("tracking on the fleet: the pause is over that operator at 192.0.2.1 made at ")
        .contains(" (deploy of 1.2)\n")
        .contains("tracking on this host: nothing has to be excepted any more\n")
        .endsWith("tracking: nothing is paused on this host\n");
  }

  @Test
  void shouldWriteTheIdOfTheRequestIntoTheAudit() {
    MDC.put(RequestIds.MDC_KEY, "deploy-7");
    try {
      call("action=pause&source=tracking");
    } finally {
      MDC.remove(RequestIds.MDC_KEY);
    }
    call("action=resume&source=tracking");

    assertThat(settings.audit())
        .satisfiesExactly(
            paused -> assertThat(paused).endsWith(" [deploy-7]"),
            resumed -> assertThat(resumed).doesNotContain("deploy-7"));
  }

  @Test
  void shouldTellWhoeverListensOfEachChangeOnce() {
    List<AuditEntry> told = new ArrayList<>();
    controls.announceTo(told::add);

    call("action=pause&source=tracking&for=30m&reason=disk");
    call("action=pause&source=tracking&scope=fleet");
    assertThat(told)
        .extracting(entry -> entry.note().action() + " " + entry.target() + " " + entry.scope())
        .containsExactly("consumer pause tracking host", "consumer pause tracking fleet");
    assertThat(told.get(0).note().reason()).isEqualTo("disk");

    settings.setAway(true);
    assertThatThrownBy(() -> call("action=resume&source=tracking&scope=fleet"))
        .isInstanceOf(Unavailable.class);
    assertThat(told).hasSize(2);
  }

  @Test
  void shouldPauseAndResumeOnePartition() {
    call("action=pause&source=tracking&partition=3");
    assertThat(call("action=pause&source=tracking&partition=11&reason=poison"))
        .isEqualTo(
            "tracking partition 3 paused on this host"
                + PAUSED
                + "\ntracking partition 11 paused on this host"
                + PAUSED
                + " (poison)\n");
    assertThat(call("action=resume&source=tracking&partition=3"))
        .startsWith("tracking partition 3 on this host: the pause is over that operator at ")
        .endsWith("\ntracking partition 11 paused on this host" + PAUSED + " (poison)\n");
    assertThat(isPaused(3)).isFalse();
    assertThat(isPaused(11)).isTrue();
  }

  @Test
  void shouldSayWhenNothingChanged() {
    assertThat(call("action=resume&source=tracking&partition=3"))
        .isEqualTo(
            """
            partition 3 of tracking was not paused on this host: nothing changed
            tracking: nothing is paused on this host
            """);
  }

  @Test
  void shouldTakeTheLastWordOfSeveral() {
    call("action=pause&source=sales&reason=first");

    assertThat(call("action=pause&source=sales&reason=second&for=30m"))
        .isEqualTo(
            "sales: all partitions paused on this host"
                + PAUSED
                + " until 2026-11-21T10:30:00Z (second)\n");
  }

  @Test
  void shouldLetOnePartitionGoOnWhileItsSourceStaysPaused() {
    call("action=pause&source=tracking");

    assertThat(call("action=resume&source=tracking&partition=3&reason=hot fix"))
        .isEqualTo(
            "tracking: all partitions paused on this host"
                + PAUSED
                + "\ntracking partition 3 running on this host"
                + PAUSED
                + " (hot fix)\n");
    assertThat(isPaused(3)).isFalse();
    assertThat(isPaused(4)).isTrue();
  }

  @Test
  void shouldTellTheFleetAndSayWhichHostsDoOtherwise() {
    settings.put(running("host-2"));
    readSettings();

    assertThat(call("action=pause&source=tracking&scope=fleet"))
        .isEqualTo(
            "tracking: all partitions paused on the fleet"
                + PAUSED
                + "\non host-2 alone, by ada since 2026-11-21T10:00:00Z: tracking is running\n");
    assertThat(settings.audit())
        .containsExactly(
            "operator at 192.0.2.1: consumer pause fleet tracking: '' -> 'paused' done");
  }

  @Test
  void shouldSayWhichLaneCannotBeRestarted() {
    assertThatThrownBy(() -> call("action=restart&source=tracking"))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "lane-tracking-0 can't be restarted, because the system isn't running; restarted before"
                + " it: []; the others were left alone");
    assertThat(settings.audit())
        .containsExactly(
            "operator at 192.0.2.1: consumer restart host tracking: '' -> '' [], then"
                + " lane-tracking-0 failed: lane-tracking-0 can't be restarted, because the system"
                + " isn't running");
    assertThat(call("action=restart&source=sales"))
        .isEqualTo("sales has no lane on this host: nothing was restarted\n");
  }

  @Test
  void shouldTakeAnyPartitionWhileKafkaHasNotToldHowManyThereAre() {
    assertThat(call("action=pause&source=sales&partition=123"))
        .startsWith("sales partition 123 paused on this host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source=tracking | action is missing; it is pause, resume or restart",
        "action=stop&source=tracking | action is 'stop'; it is pause, resume or restart",
        "action=pause | source is missing; the sources are tracking, sales",
        "action=pause&source= | source is missing; the sources are tracking, sales",
        "action=pause&source=trackin"
            + " | source 'trackin' is unknown; did you mean tracking? the sources are",
        "action=pause&source=tracking&partition=x"
            + " | partition is 'x'; it is a whole number from 0 to 11, or left out for all of"
            + " tracking",
        "action=pause&source=tracking&partition=12"
            + " | partition is '12'; it is a whole number from 0 to 11, or left out for all of"
            + " tracking",
        "action=pause&source=tracking&partition=-1 | partition is '-1'; it is a whole number",
        "action=pause&source=sales&partition=1.5 | partition is '1.5'; it is a whole number, 0 or"
            + " more, or left out for all of sales",
        "action=pause&source=sales&partition=99999999999 | partition is '99999999999'",
        "action=pause&source=tracking&partition=1&partition=2"
            + " | partition is given 2 times; give it once",
        "action=pause&source=tracking&partitions=1"
            + " | the parameter 'partitions' is unknown; did you mean partition? the parameters are"
            + " action, for,"
            + " partition, reason, scope, source",
        "action=resume&source=tracking&for=1m | for doesn't go with action=resume",
        "action=restart&source=tracking&partition=1 | partition doesn't go with action=restart",
        "action=restart&source=tracking&scope=fleet | scope=fleet doesn't go with action=restart",
        "action=pause&source=tracking&scope=all | scope is 'all'; it is host or fleet, or left out",
        "action=pause&source=tracking&for=31d | for is '31d'; it is a time from 1s to 30d, such as"
            + " 90s, 10m, 2h or PT10M, or left out: then it lasts until it is resumed",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(toggles.list()).isEmpty();
    assertThat(settings.audit()).isEmpty();
  }

  @Test
  void shouldRefuseAReasonThatIsTooLongOrNotOneLine() {
    assertThatThrownBy(() -> call("action=pause&source=sales&reason=" + "x".repeat(201)))
        .hasMessage("reason has 201 characters; it has at most 200");
    assertThatThrownBy(() -> call("action=pause&source=sales&reason=a\nFAKE LOG LINE"))
        .hasMessage("reason must be one line of plain text");
    assertThat(toggles.list()).isEmpty();
  }

  private boolean isPaused(int partition) {
    return toggles.isPaused(new SourcePartition("tracking", "tracking-events", partition));
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), "192.0.2.1", new PrintWriter(answer));
    return answer.toString();
  }
}
