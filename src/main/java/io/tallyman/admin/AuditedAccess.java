package io.tallyman.admin;

import io.tallyman.access.AccessLog;
import io.tallyman.access.Attempt;
import io.tallyman.access.Caller;
import io.tallyman.admin.control.Controls;
import java.time.Clock;
import java.util.Set;

/**
 * Has the audit tell of refused attempts, and of what was allowed where the task doesn't tell what
 * it has changed itself. Never waits for the database.
 */
public final class AuditedAccess implements AccessLog {

  /** These write what held before and after, in the transaction that changes it. */
  private static final Set<String> TELLING =
      Set.of(
          "/tasks/config",
          "/tasks/consumer",
          "/tasks/log-level",
          "/tasks/positions",
          "/tasks/rollup");

  private final AccessLog log;
  private final AttemptNotes notes;

  /**
   * @param log is told the same
   * @param controls where the audit is written
   * @param clock the time of day
   */
  public AuditedAccess(AccessLog log, Controls controls, Clock clock) {
    this.log = log;
    this.notes = new AttemptNotes(controls, clock);
  }

  @Override
  public void allowed(Caller caller, Attempt attempt) {
    log.allowed(caller, attempt);
    if (!TELLING.contains(attempt.path())) {
      String who =
          caller.means() == Caller.Means.UNASKED
              ? caller.description()
              : "operator at " + attempt.address() + " (" + caller.description() + ")";
      notes.add(who, "request", target(attempt), "allowed");
    }
  }

  @Override
  public void refused(Attempt attempt, int status, String reason) {
    log.refused(attempt, status, reason);
    notes.add(
        "somebody at " + attempt.address(), "refused", target(attempt), status + ": " + reason);
  }

  private static String target(Attempt attempt) {
    return attempt.method() + " " + attempt.path();
  }
}
