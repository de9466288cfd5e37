package io.tallyman.store;

/**
 * One line of the audit.
 *
 * @param note who did what, when and why
 * @param target what it was done to: a source, a logger, a lane
 * @param scope {@code host} or {@code fleet}
 * @param before what held before, with its end; empty where nothing did
 * @param after what holds since; empty where nothing does
 * @param outcome {@code done}, or what came of it instead
 */
public record AuditEntry(
    ActionNote note, String target, String scope, String before, String after, String outcome) {

  /** What is said of a position that was moved, which holds for all hosts. */
  public static AuditEntry of(ActionNote note, PositionMove move) {
    StoredPosition before = move.before();
    return new AuditEntry(
        note,
        before.partition().source() + "/" + before.partition().number(),
        "fleet",
        "offset " + before.nextOffset() + " of topic " + before.topicId(),
        "offset " + move.nextOffset() + " of topic " + move.topicId(),
        "done");
  }

  /** What is said of a change that was made. */
  public static AuditEntry of(ActionNote note, SettingChange change) {
    SettingKey key = change.key();
    return new AuditEntry(
        note,
        key.isOfFleet() || key.host().equals(note.host())
            ? key.target()
            : key.target() + " of " + key.host(),
        key.isOfFleet() ? "fleet" : "host",
        change.before() == null ? "" : change.before().summary(),
        change.after() == null ? "" : change.after().summary(),
        "done");
  }
}
