package io.tallyman.admin;

import io.tallyman.consume.LaneStatus;
import io.tallyman.lifecycle.PartFailure;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Restarts the lanes of a source one after the other: each hands over what it has counted first.
 */
final class LaneRestart {

  private final OperatedSystem system;
  private final String source;

  LaneRestart(OperatedSystem system, String source) {
    this.system = system;
    this.source = source;
  }

  /**
   * Restarts them all.
   *
   * @return a line for each, for the operator
   * @throws Unavailable when one can't be restarted; those after it are left alone
   */
  String run(ActionNote note) {
    List<String> parts =
        system.lanes().get().stream()
            .filter(lane -> lane.source().equals(source))
            .map(LaneStatus::lane)
            .map(lane -> "lane-" + lane)
            .toList();
    if (parts.isEmpty()) {
      return source + " has no lane on this host: nothing was restarted\n";
    }
    List<String> done = new ArrayList<>();
    for (String part : parts) {
      try {
        system.parts().restart(part);
        done.add(part);
      } catch (PartFailure | IllegalStateException e) {
        audit(note, done + ", then " + part + " failed: " + e.getMessage());
        throw new Unavailable(
            e.getMessage() + "; restarted before it: " + done + "; the others were left alone", e);
      }
    }
    boolean remembered = audit(note, "done: " + String.join(", ", done));
    return done.stream().map(each -> each + " is restarted\n").collect(Collectors.joining())
        + (remembered ? "" : "not in the audit yet: the database doesn't answer\n");
  }

  private boolean audit(ActionNote note, String outcome) {
    return system.settings().audit(new AuditEntry(note, source, "host", "", "", outcome));
  }
}
