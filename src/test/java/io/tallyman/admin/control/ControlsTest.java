package io.tallyman.admin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.admin.SettableClock;
import io.tallyman.lifecycle.Check;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.SettingKey;
import io.tallyman.store.StoredSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two hosts on settings that a test takes away, with a clock that it turns. */
class ControlsTest {

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings store = new MemorySettings();
  private final TestHost a = new TestHost("a", store, clock);
  private final TestHost b = new TestHost("b", store, clock);

  ControlsTest() {
    a.goRound();
    b.goRound();
  }

  @Test
  void shouldObeyTheFleetWithTheNextRoundOfEachHost() {
    a.pause(Scope.FLEET, "tracking", null);

    assertThat(a.isPaused(3)).as("at once where it was said").isTrue();
    assertThat(b.isPaused(3)).isFalse();
    assertThat(b.obeysAll(store)).isFalse();
    b.goRound();
    assertThat(b.isPaused(3)).isTrue();
    assertThat(b.obeysAll(store)).isTrue();
  }

  @Test
  void shouldPauseOneHostAlone() {
    a.pause(Scope.HOST, "tracking", null);
    b.goRound();

    assertThat(a.isPaused(3)).isTrue();
    assertThat(b.isPaused(3)).isFalse();
    assertThat(b.obeysAll(store)).isTrue();
  }

  @Test
  void shouldRememberBothOverARestart() {
    a.pause(Scope.HOST, "tracking/3", null);
    a.pause(Scope.FLEET, "tracking/4", null);

    TestHost again = new TestHost("a", store, clock);
    again.goRound();

    assertThat(again.isPaused(3)).isTrue();
    assertThat(again.isPaused(4)).isTrue();
    assertThat(again.isPaused(5)).isFalse();
  }

  @Test
  void shouldEndByTheClockAlsoWhileTheStoreIsAway() {
    a.pause(Scope.FLEET, "tracking", Duration.ofMinutes(30));
    a.pause(Scope.HOST, "tracking/3", Duration.ofMinutes(40));
    store.setAway(true);

    clock.advance(Duration.ofMinutes(30).minusMillis(1));
    a.goRound();
    assertThat(a.isPaused(2)).isTrue();

    clock.advance(Duration.ofMillis(1));
    a.controls.apply();
    assertThat(a.isPaused(2)).isFalse();
    assertThat(a.isPaused(3)).isTrue();

    clock.advance(Duration.ofMinutes(10));
    a.controls.apply();
    assertThat(a.isPaused(3)).isFalse();
  }

  @Test
  void shouldHoldOnToWhatWasReadLastWhileTheStoreIsAway() {
    a.pause(Scope.FLEET, "tracking", null);
    b.goRound();
    store.setAway(true);

    b.goRound();

    assertThat(b.isPaused(3)).isTrue();
    assertThat(b.part.check()).isInstanceOf(Check.Unwell.class);
    assertThat(b.part.check().message())
        .isEqualTo(
            "the settings that were read last hold on: the database is away. Nothing was"
                + " changed");
  }

  @Test
  void shouldCountNothingBeforeTheFleetsSettingsWereEverRead() {
    store.setAway(true);
    TestHost c = new TestHost("c", store, clock);
    c.goRound();
    assertThat(c.isPaused(3)).isTrue();

    c.resume(Scope.HOST, "tracking");
    assertThat(c.isPaused(3)).as("a pause of the fleet may be there").isTrue();

    store.setAway(false);
    c.goRound();
    assertThat(c.isPaused(3)).isFalse();
  }

  @Test
  void shouldObeyAnOperatorOfThisHostAtOnceAndWriteItDownWhenTheStoreIsBack() {
    store.setAway(true);

    Controls.Outcome outcome = a.pause(Scope.HOST, "tracking", null);
    assertThat(outcome.remembered()).isFalse();
    assertThat(a.isPaused(3)).isTrue();
    assertThat(a.controls.isRemembered(a.controls.all().get(0))).isFalse();
    a.goRound();
    assertThat(a.part.check().message())
        .contains("1 changes or lines of the audit of this host aren't");

    clock.advance(Duration.ofMinutes(5));
    store.setAway(false);
    a.goRound();
    assertThat(a.isPaused(3)).isTrue();
    assertThat(store.settings()).isEqualTo(a.controls.all());
    assertThat(store.settings().get(0).setAt()).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(store.audit())
        .containsExactly("ada: consumer pause host tracking: '' -> 'paused' done");
    assertThat(a.part.check()).isEqualTo(Check.well());
  }

  @Test
  void shouldWriteTheLastOfSeveralChangesThatTheStoreHasMissed() {
    store.setAway(true);
    a.pause(Scope.HOST, "tracking", null);
    a.resume(Scope.HOST, "tracking");
    assertThat(a.isPaused(3)).isFalse();
    store.setAway(false);

    a.goRound();

    assertThat(store.settings()).isEmpty();
    assertThat(store.audit()).as("nothing has changed in the end").isEmpty();
    assertThat(a.part.check()).isEqualTo(Check.well());
  }

  @Test
  void shouldRefuseToTellTheFleetWhatNobodyCanRemember() {
    store.setAway(true);

    assertThatThrownBy(() -> a.pause(Scope.FLEET, "tracking", null))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("Nothing was changed");
    assertThat(a.isPaused(3)).isFalse();
  }

  @Test
  void shouldNotTakeUpRowsThatWereReadBeforeAChange() {
    store.duringNextRead(() -> a.pause(Scope.HOST, "tracking", null));

    a.goRound();

    assertThat(a.isPaused(3)).isTrue();
    a.goRound();
    assertThat(a.isPaused(3)).isTrue();
  }

  @Test
  void shouldTakeAwayWhatHasEndedAndSaySoInTheAudit() {
    b.pause(Scope.FLEET, "tracking", Duration.ofMinutes(30));
    clock.advance(Duration.ofMinutes(31).minusMillis(1));
    a.goRound();
    assertThat(store.settings()).as("clocks differ").hasSize(1);

    clock.advance(Duration.ofMillis(1));
    a.goRound();
    b.goRound();

    assertThat(store.settings()).isEmpty();
    assertThat(store.audit())
        .containsExactly(
            "ada: consumer pause fleet tracking: '' -> 'paused until 2026-11-21T10:30:00Z' done",
            "tallyman itself: consumer lapse fleet tracking: 'paused until 2026-11-21T10:30:00Z'"
                + " -> '' done");
    assertThat(a.obeysAll(store)).isTrue();
  }

  @Test
  void shouldSayWhatANewerVersionHasSetAndNotClaimToObeyIt() {
    store.put(row("colour", "tracking", "green"));
    store.put(row("consumer", "tracking", "dancing"));
    store.put(row("consumer", "tracking/3", "paused"));

    a.goRound();

    assertThat(a.isPaused(3)).isTrue();
    assertThat(a.isPaused(2)).isFalse();
    assertThat(a.obeysAll(store)).isFalse();
    assertThat(a.part.check().message())
        .isEqualTo(
            "the setting colour of tracking is of a kind that this version doesn't know; the"
                + " setting consumer of tracking is 'dancing', which this version doesn't know");
  }

  @Test
  void shouldTellTheFleetAtOnceWhatChangedAndEveryFiveSecondsOtherwise() {
    int before = store.notes().size();
    clock.advance(Duration.ofSeconds(4));
    a.goRound();
    assertThat(store.notes()).hasSize(before);

    a.pause(Scope.HOST, "tracking", null);
    a.goRound();
    assertThat(store.notes()).hasSize(before + 1);
    assertThat(a.obeysAll(store)).isTrue();

    clock.advance(Duration.ofSeconds(5));
    a.goRound();
    assertThat(store.notes()).hasSize(before + 2);
  }

  @Test
  void shouldSayThatAnotherProcessHasTheSameName() {
    clock.advance(Duration.ofSeconds(5));
    TestHost twin = new TestHost("a", store, clock);
    twin.goRound();
    assertThat(twin.part.check()).as("the one before may have ended").isEqualTo(Check.well());

    a.goRound();
    assertThat(a.part.check().message()).startsWith("another process calls itself a, too");

    clock.advance(Duration.ofMinutes(1));
    a.goRound();
    assertThat(a.part.check()).isEqualTo(Check.well());
  }

  @Test
  void shouldWriteTheAuditOfWhatIsNoSettingWhenTheStoreIsBack() {
    store.setAway(true);
    ActionNote note = new ActionNote(clock.instant(), "a", "ada", "consumer restart", "", "");
    assertThat(a.controls.audit(new AuditEntry(note, "tracking", "host", "", "", "done")))
        .isFalse();
    store.setAway(false);

    a.goRound();
    a.goRound();

    assertThat(store.audit()).containsExactly("ada: consumer restart host tracking: '' -> '' done");
  }

  private void attempt(int number) {
    ActionNote note = new ActionNote(clock.instant(), "a", "somebody", "refused", "", "");
    for (int i = 0; i < number; i++) {
      a.controls.auditAttempt(new AuditEntry(note, "POST /x", "host", "", "", "401: no"));
    }
  }

  @Test
  void shouldWriteAFewOfAFloodOfAttemptsDownAndHowManyMoreThereWere() {
    attempt(1_000);
    assertThat(store.audit()).as("nobody waits for it").isEmpty();
    a.goRound();
    assertThat(store.audit())
        .hasSize(60)
        .containsOnly("somebody: refused host POST /x: '' -> '' 401: no");

    clock.advance(Duration.ofMinutes(1));
    a.goRound();
    assertThat(store.audit())
        .hasSize(61)
        .endsWith(
            "tallyman itself: left out host : '' -> '' 940 more attempts in a minute than have"
                + " their lines");
    attempt(1);
    a.goRound();
    assertThat(store.audit()).hasSize(62);
  }

  @Test
  void shouldNotCallAHostUnwellForAttemptsThatAreWrittenInAMoment() {
    a.goRound();
    attempt(3);
    assertThat(a.part.check()).isEqualTo(Check.well());

    store.setAway(true);
    a.goRound();
    assertThat(a.part.check().message()).contains("3 changes or lines of the audit");
  }

  @Test
  void shouldLetAttemptsGoBeforeChangesWhileTheStoreIsAwayForLongAndSaySoInTheAudit() {
    store.setAway(true);
    ActionNote note = new ActionNote(clock.instant(), "a", "ada", "consumer restart", "", "");
    a.controls.audit(new AuditEntry(note, "tracking", "host", "", "", "done"));
    for (int minute = 0; minute < 20; minute++) {
      attempt(60);
      clock.advance(Duration.ofMinutes(1));
    }
    store.setAway(false);
    a.goRound();
    a.goRound();

    assertThat(store.audit())
        .hasSize(501)
        .startsWith("ada: consumer restart host tracking: '' -> '' done")
        .endsWith(
            "tallyman itself: left out host : '' -> '' 701 lines before this one that the database"
                + " was away for");
  }

  @Test
  void shouldDeleteOldLinesOfTheAuditPieceByPieceAndLookAgainInAnHour() {
    MemorySettings own = new MemorySettings();
    AuditRetention retention = new AuditRetention(own, Optional.of(Duration.ofDays(365)), clock);
    Instant yearAgo = clock.instant().minus(Duration.ofDays(365));
    for (int second = 0; second < 3_600; second++) {
      retention.goOn();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(own.forgotten())
        .containsExactly(yearAgo, yearAgo.plusSeconds(1), yearAgo.plusSeconds(2));

    clock.advance(Duration.ofSeconds(2));
    retention.goOn();
    assertThat(own.forgotten()).hasSize(4);
  }

  @Test
  void shouldSayThatOldLinesStayAndObeyTheSettingsAllTheSame() {
    MemorySettings own = new MemorySettings();
    AuditRetention retention = new AuditRetention(own, Optional.of(Duration.ofDays(1)), clock);
    own.setAway(true);
    retention.goOn();
    assertThat(retention.trouble()).get().asString().startsWith("old lines of the audit stay");

    own.setAway(false);
    retention.goOn();
    assertThat(own.forgotten()).as("it waits a minute").isEmpty();
    clock.advance(Duration.ofMinutes(1));
    retention.goOn();
    assertThat(own.forgotten()).hasSize(1);
    assertThat(retention.trouble()).isEmpty();
  }

  @Test
  void shouldKeepAnAuditForEverWhereThatIsSaid() {
    MemorySettings own = new MemorySettings();
    new AuditRetention(own, Optional.empty(), clock).goOn();

    assertThat(own.forgotten()).isEmpty();
  }

  private StoredSetting row(String kind, String target, String value) {
    return new StoredSetting(
        new SettingKey(kind, target, ""), value, "", "ada", clock.instant(), null);
  }
}
