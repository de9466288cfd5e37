package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import java.time.Clock;

/** Has the audit tell of what somebody asked for and nothing else tells of. Never waits. */
final class AttemptNotes {

  private final Controls controls;
  private final Clock clock;

  /**
   * @param controls where the audit is written
   * @param clock the time of day
   */
  AttemptNotes(Controls controls, Clock clock) {
    this.controls = controls;
    this.clock = clock;
  }

  /**
   * @param who as far as that is known
   * @param action {@code refused} or {@code request}
   * @param target method and path
   * @param outcome what came of it: {@code allowed}, or status and reason
   */
  void add(String who, String action, String target, String outcome) {
    ActionNote note =
        new ActionNote(clock.instant(), controls.host(), who, action, "", SettingCall.requestId());
    controls.auditAttempt(new AuditEntry(note, target, "host", "", "", outcome));
  }
}
