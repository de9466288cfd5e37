package io.tallyman.prove;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows the flushes on one connection by their statements: compare-and-set, cells and ledger,
 * COMMIT. Two threads use it, one a direction.
 */
final class FlushTrace {

  private static final String FENCE = "update tallyman_position set next_offset";
  private static final String CLAIM = "update tallyman_position set owner";

  private enum State {
    NO_FLUSH,
    /** The compare-and-set is sent. */
    FENCED,
    /** So is something after it. */
    WRITING,
    COMMITTING
  }

  private final WireFigures figures;
  private State state = State.NO_FLUSH;

  FlushTrace(WireFigures figures) {
    this.figures = figures;
  }

  /** Takes note of a statement before it is sent on; says which moment of a flush it is, if any. */
  synchronized @Nullable Moment sending(String sql) {
    String statement = sql.toLowerCase(Locale.ROOT);
    if (statement.startsWith(FENCE)) {
      boolean first = state != State.FENCED; // a statement for each partition, or one for many
      state = State.FENCED;
      return first ? Moment.FENCE : null;
    }
    if (statement.startsWith(CLAIM)) {
      figures.noteClaim();
    }
    return switch (statement) {
      case "" -> null;
      case "commit" -> committing();
      case "rollback" -> rollingBack();
      default -> writing();
    };
  }

  private @Nullable Moment committing() {
    boolean flush = state == State.WRITING; // one that only says "idle until now" writes no cells
    state = flush ? State.COMMITTING : State.NO_FLUSH;
    return flush ? Moment.COMMIT : null;
  }

  private @Nullable Moment rollingBack() {
    if (state == State.FENCED) {
      figures
          .noteRefused(); // nothing was tried after the compare-and-set: it had found no row to set
    }
    state = State.NO_FLUSH;
    return null;
  }

  private @Nullable Moment writing() {
    state = state == State.FENCED ? State.WRITING : state;
    return null;
  }

  /** Takes note of bytes from the database; says whether they answer the COMMIT of a flush. */
  synchronized boolean answered(byte[] bytes, int length) {
    if (state != State.COMMITTING) {
      return false;
    }
    state = State.NO_FLUSH;
    if (length > 4 && bytes[4] == 0) {
      figures.noteWritten();
    }
    return true;
  }
}
