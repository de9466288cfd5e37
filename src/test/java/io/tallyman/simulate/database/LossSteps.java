package io.tallyman.simulate.database;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.simulate.database.RecordedLoss.State;
import io.tallyman.simulate.database.Tables.LetterId;
import io.tallyman.simulate.database.Tables.LossId;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code tallyman_dead_letter} and {@code tallyman_loss}. */
final class LossSteps {

  private LossSteps() {}

  static void addDeadLetters(Statement statement, List<DeadLetter> letters) throws SQLException {
    for (DeadLetter letter : letters) {
      Row<DeadLetter> row = statement.tables().letters.row(LetterId.of(letter));
      if (statement.holdPlace(row) == null) {
        statement.put(row, letter);
      }
      statement.betweenRows();
    }
  }

  static void record(Statement statement, Loss loss, boolean openAgain) throws SQLException {
    Row<RecordedLoss> row = statement.tables().losses.row(LossId.of(loss));
    RecordedLoss stored = statement.holdPlace(row);
    if (stored == null || stored.loss().range().next() < loss.range().next()) {
      statement.put(row, new RecordedLoss(loss, State.OPEN));
    } else if (openAgain && stored.state() != State.OPEN) {
      long next = stored.loss().range().next();
      statement.put(row, new RecordedLoss(with(loss, next, loss.detail()), State.OPEN));
    }
  }

  /** The one that was written down first, by the order of the rows. */
  static @Nullable Loss open(Statement statement, SourcePartition partition, UUID topicId) {
    return statement.tables().losses.seenBy(statement.session()).stream()
        .filter(stored -> stored.state() == State.OPEN)
        .map(RecordedLoss::loss)
        .filter(loss -> loss.partition().equals(partition) && loss.topicId().equals(topicId))
        .findFirst()
        .orElse(null);
  }

  static void settle(Statement statement, Loss loss, OperatorNote note) throws SQLException {
    Row<RecordedLoss> row = statement.tables().losses.row(LossId.of(loss));
    RecordedLoss stored = statement.lock(row);
    if (stored != null && stored.state() == State.OPEN) {
      Loss was = stored.loss();
      String detail = was.detail() + "; settled by " + note;
      statement.put(row, new RecordedLoss(with(was, was.range().next(), detail), State.SETTLED));
    }
  }

  /** Says of a topic that was left how far it is counted. */
  static void recordLeft(Statement statement, Loss left, OperatorNote note) throws SQLException {
    Row<RecordedLoss> row = statement.tables().losses.row(LossId.of(left));
    RecordedLoss stored = statement.holdPlace(row);
    String detail = left.detail() + "; settled by " + note;
    Loss told = stored == null ? with(left, left.range().next(), detail) : stored.loss();
    statement.put(row, new RecordedLoss(told, State.SETTLED));
  }

  /** Explains the gap that a skip leaves in the ledger. */
  static void recordSkip(Statement statement, PositionMove move, OperatorNote note)
      throws SQLException {
    Loss skip =
        new Loss(
            move.before().partition(),
            move.topicId(),
            move.skipped(),
            Loss.Kind.SKIPPED,
            "offsets " + move.skipped() + " were skipped by " + note);
    Row<RecordedLoss> row = statement.tables().losses.row(LossId.of(skip));
    statement.holdPlace(row);
    statement.put(row, new RecordedLoss(skip, State.SETTLED));
  }

  /** What was skipped from the new position on is skipped no more. */
  static void undoSkips(Statement statement, PositionMove move, OperatorNote note)
      throws SQLException {
    for (Row<RecordedLoss> row : List.copyOf(statement.tables().losses.rows())) {
      RecordedLoss stored = row.current();
      if (stored == null || !isSkip(stored, move) || statement.lock(row) == null) {
        continue;
      }
      Loss loss = stored.loss();
      if (loss.range().first() >= move.nextOffset()) {
        String detail = loss.detail() + "; undone by " + note;
        statement.put(row, new RecordedLoss(with(loss, loss.range().next(), detail), State.UNDONE));
      } else if (loss.range().next() > move.nextOffset()) {
        statement.put(
            row, new RecordedLoss(with(loss, move.nextOffset(), loss.detail()), State.SETTLED));
      }
    }
  }

  private static boolean isSkip(RecordedLoss stored, PositionMove move) {
    Loss loss = stored.loss();
    return stored.state() == State.SETTLED
        && loss.kind() == Loss.Kind.SKIPPED
        && loss.topicId().equals(move.topicId())
        && loss.partition().source().equals(move.before().partition().source())
        && loss.partition().number() == move.before().partition().number();
  }

  private static Loss with(Loss loss, long next, String detail) {
    return new Loss(
        loss.partition(),
        loss.topicId(),
        new OffsetRange(loss.range().first(), next),
        loss.kind(),
        detail);
  }
}
