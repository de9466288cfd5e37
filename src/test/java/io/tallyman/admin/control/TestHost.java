package io.tallyman.admin.control;

import io.tallyman.consume.ConsumerToggles;
import io.tallyman.event.SourcePartition;
import io.tallyman.store.ActionNote;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One host that obeys, and its operator. Its threads don't run: the test goes round. */
final class TestHost {

  final ConsumerToggles toggles = new ConsumerToggles();
  final Controls controls;
  final SettingsPart part;

  private final String name;
  private final Clock clock;

  TestHost(String name, SettingStore store, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.controls = new Controls(store, name, clock);
    controls.obey(new ConsumerEffect(toggles, clock));
    this.part = SettingsParts.of(controls, store, clock);
  }

  /** What happens each second. */
  void goRound() {
    part.goOnce();
    controls.apply();
  }

  Controls.Outcome pause(Scope scope, String target, @Nullable Duration lasting) {
    return change(scope, "pause", decision(scope, target, lasting).pause());
  }

  Controls.Outcome resume(Scope scope, String target) {
    return change(scope, "resume", decision(scope, target, null).resume());
  }

  private PauseDecision decision(Scope scope, String target, @Nullable Duration lasting) {
    return new PauseDecision(
        ToggleTarget.parse(target).orElseThrow(),
        new StoredSetting(
            new SettingKey("consumer", target, scope == Scope.FLEET ? "" : name),
            "",
            "disk",
            "ada",
            clock.instant(),
            lasting == null ? null : clock.instant().plus(lasting)));
  }

  private Controls.Outcome change(Scope scope, String action, SettingStore.Decision decision) {
    ActionNote note =
        new ActionNote(clock.instant(), name, "ada", "consumer " + action, "disk", "");
    return scope == Scope.FLEET
        ? controls.changeFleet(SettingKind.CONSUMER, note, decision)
        : controls.changeHost(SettingKind.CONSUMER, note, decision);
  }

  boolean isPaused(int partition) {
    return toggles.isPaused(new SourcePartition("tracking", "events", partition));
  }

  boolean obeysAll(SettingStore store) {
    var fleet = store.fleet();
    return fleet.hosts().stream()
        .filter(each -> each.note().host().equals(name))
        .anyMatch(
            each ->
                each.note()
                    .obeyed()
                    .equals(Obedience.expected(fleet.settings(), name, clock.instant())));
  }
}
