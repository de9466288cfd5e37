package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    return new ActionNote(at, controls.host(), who, kind.code() + " " + action, reason, "");
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

  /** What is to be said of a change that isn't in the database yet; empty where it is. */
  static String memory(boolean remembered) {
    return remembered
        ? ""
        : "not remembered yet: the database doesn't answer; it holds on this host now, is written"
            + " as soon as the database answers, and is forgotten if the service ends before\n";
  }
}
