package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.log.RequestIds;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call that changes settings: who says what, for whom, why and for how long.
 *
 * @param kind what is set
 * @param scope for whom
 * @param who who says so
 * @param reason the operator's words; may be empty
 * @param at now
 * @param lasting for how long; null until an operator ends it
 */
record SettingCall(
    SettingKind kind,
    Scope scope,
    String who,
    String reason,
    Instant at,
    @Nullable Duration lasting) {

  static SettingCall of(
      SettingKind kind,
      Parameters parameters,
      String caller,
      Clock clock,
      @Nullable Duration lasting) {
    return new SettingCall(
        kind,
        parameters.scope(),
        "operator at " + caller,
        parameters.reason(),
        clock.instant(),
        lasting);
  }

  /** The setting that this call makes. */
  StoredSetting setting(Controls controls, String target, String value) {
    return new StoredSetting(
        new SettingKey(kind.code(), target, host(controls)),
        value,
        reason,
        who,
        at,
        lasting == null ? null : at.plus(lasting));
  }

  /** The host for which it is, as a setting's key has it. */
  String host(Controls controls) {
    return scope == Scope.FLEET ? "" : controls.host();
  }

  /** What is written beside what this call does. */
  ActionNote note(Controls controls, String action) {
    return new ActionNote(
        at, controls.host(), who, kind.code() + " " + action, reason, requestId());
  }

  /** The id of the request that this thread answers; empty where it has none. */
  static String requestId() {
    return RequestIds.current().orElse("");
  }

  /**
   * Carries it out.
   *
   * @throws Unavailable when the fleet's settings can't be changed now
   */
  Outcome change(Controls controls, String action, SettingStore.Decision decision) {
    ActionNote note = note(controls, action);
    if (scope == Scope.HOST) {
      return controls.changeHost(kind, note, decision);
    }
    try {
      return controls.changeFleet(kind, note, decision);
    } catch (StoreUnavailable e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Sets each of these, whatever it was before. */
  Outcome set(Controls controls, List<StoredSetting> wanted) {
    return change(
        controls, "set", locked -> wanted.stream().map(each -> replaced(locked, each)).toList());
  }

  private static SettingChange replaced(List<StoredSetting> locked, StoredSetting wanted) {
    StoredSetting before =
        locked.stream().filter(row -> row.key().equals(wanted.key())).findFirst().orElse(null);
    return new SettingChange(before, wanted);
  }

  /** Takes away what holds of these targets. */
  Outcome revert(Controls controls, Predicate<String> targets) {
    String host = host(controls);
    return change(
        controls,
        "revert",
        locked ->
            locked.stream()
                .filter(row -> row.key().host().equals(host) && row.holdsAt(at))
                .filter(row -> targets.test(row.key().target()))
                .map(row -> new SettingChange(row, null))
                .toList());
  }

  /** For whom it is, in a sentence. */
  String where() {
    return scope == Scope.FLEET ? "the fleet" : "this host";
  }

  /** What is to be said of a change that isn't in the database yet; empty where it is. */
  static String memory(boolean remembered) {
    return remembered
        ? ""
        : "not remembered yet: the database doesn't answer; it holds on this host now, is written"
            + " as soon as the database answers, and is forgotten if the service ends before\n";
  }
}
