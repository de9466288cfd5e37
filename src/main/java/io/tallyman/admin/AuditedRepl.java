package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.repl.ReplLog;
import io.tallyman.repl.ReplNote;
import io.tallyman.repl.ReplOpener;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the audit and the log tell what is done with the REPL. A line waits until its row is written,
 * or the database is found to be away: then the row follows, and the log has the line already.
 */
final class AuditedRepl implements ReplLog {

  private static final Logger LOG = LoggerFactory.getLogger(AuditedRepl.class);

  private final Controls controls;
  private final Clock clock;

  AuditedRepl(Controls controls, Clock clock) {
    this.controls = controls;
    this.clock = clock;
  }

  @Override
  public void tell(ReplOpener by, ReplNote note) {
    LOG.info(
        "{}: {} of {}: {}{}",
        note.action(),
        note.target(),
        by.who(),
        note.text().isEmpty() ? "" : note.text() + ": ",
        note.outcome());
    ActionNote action =
        new ActionNote(
            clock.instant(), controls.host(), by.who(), note.action(), by.reason(), by.requestId());
    controls.audit(new AuditEntry(action, note.target(), "host", "", note.text(), note.outcome()));
  }
}
