package io.tallyman.admin;

import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /audit} shows: the newest lines of the audit, of all hosts.
 *
 * @param database how fresh they are
 * @param lines the newest first; null when the database was never reached
 */
record AuditDocument(StatusDocument.Database database, @Nullable List<Line> lines) {

  /**
   * One line.
   *
   * @param at when it was asked for
   * @param host which host was asked
   * @param who by whom
   * @param action what was done
   * @param target what it was done to
   * @param scope {@code host} or {@code fleet}
   * @param before what held before; may be empty
   * @param after what holds since; may be empty
   * @param reason the operator's words; may be empty
   * @param requestId the call's id; may be empty
   * @param outcome {@code done}, or what came of it instead
   */
  record Line(
      Instant at,
      String host,
      String who,
      String action,
      String target,
      String scope,
      String before,
      String after,
      String reason,
      String requestId,
      String outcome) {}

  static AuditDocument of(FactsReader.Reading reading) {
    @Nullable Facts facts = reading.facts();
    return new AuditDocument(
        new StatusDocument.Database(reading.cause().isEmpty(), reading.cause(), reading.asOf()),
        facts == null ? null : facts.audit().stream().map(AuditDocument::line).toList());
  }

  private static Line line(AuditEntry entry) {
    ActionNote note = entry.note();
    return new Line(
        note.at(),
        note.host(),
        note.who(),
        note.action(),
        entry.target(),
        entry.scope(),
        entry.before(),
        entry.after(),
        note.reason(),
        note.requestId(),
        entry.outcome());
  }
}
