package io.tallyman.store;

import io.tallyman.rollup.Loss;
import io.tallyman.rollup.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Moves positions in MySQL or MariaDB. Thread-safe. */
public final class MySqlPositionMoves implements PositionMoves {

  private static final String NOTHING =
      "Nothing was changed; repeat the call when the database is well";

  private static final String DOUBT =
      "It isn't known whether that was done; ask for the plan again, without token, and compare"
          + " where the positions stand";

  private final ConnectionSource writers;
  private final ConnectionSource readers;
  private final String place;

  /**
   * @param writers writing sessions: READ COMMITTED, strict, with short waits
   * @param readers reading sessions
   * @param place where the database is, for people to read
   */
  public MySqlPositionMoves(ConnectionSource writers, ConnectionSource readers, String place) {
    this.writers = writers;
    this.readers = readers;
    this.place = place;
  }

  @Override
  public SourceStanding standing(String source, String topic) {
    try (JdbcTransaction session = JdbcTransaction.open(readers)) {
      try {
        SourceStanding standing = new StandingRows(session.connection(), source, topic).read();
        session.rollback();
        return standing;
      } catch (SQLException | RuntimeException e) {
        session.rollbackAfter(e);
        throw e;
      }
    } catch (SQLException e) {
      throw unavailable("read how " + source + " stands", e, NOTHING);
    }
  }

  @Override
  public void move(String source, String topic, OperatorNote note, Decision decision) {
    String what = "move the positions of " + source;
    try (JdbcTransaction session = JdbcTransaction.open(writers)) {
      List<PositionMove> moves = apply(session, source, topic, note, decision);
      try {
        session.commit();
      } catch (SQLException lost) {
        session.discard();
        resolve(what, moves, note, lost);
      }
    } catch (SQLException e) {
      throw unavailable(what, e, NOTHING);
    }
  }

  private static List<PositionMove> apply(
      JdbcTransaction session, String source, String topic, OperatorNote note, Decision decision)
      throws SQLException {
    Connection connection = session.connection();
    try {
      List<PositionMove> moves = decision.on(new StandingRows(connection, source, topic).lock());
      for (PositionMove move : moves) {
        PositionRows.move(connection, move, note.who());
        LossRows.settle(connection, move.settles(), note);
        Loss left = move.leaves().orElse(null);
        if (left != null) {
          LossRows.recordLeft(connection, left, note);
        }
        if (move.goesBack()) {
          LossRows.undoSkips(connection, move, note);
        }
        if (!move.skipped().isEmpty()) {
          LossRows.recordSkip(connection, move, note);
        }
      }
      AuditRows.add(
          connection, moves.stream().map(each -> AuditEntry.of(note.action(), each)).toList());
      return moves;
    } catch (SQLException | RuntimeException e) {
      session.rollbackAfter(e);
      throw e;
    }
  }

  /** Returns if the transaction was committed although its answer was lost. */
  private void resolve(
      String what, List<PositionMove> moves, OperatorNote note, SQLException lost) {
    try (JdbcTransaction session = JdbcTransaction.open(writers)) {
      switch (MoveStanding.read(session, moves, note)) {
        case COMMITTED -> {}
        case UNTOUCHED -> throw unavailable(what, lost, NOTHING);
        case UNKNOWN -> throw unavailable(what, lost, DOUBT);
      }
    } catch (SQLException e) {
      e.addSuppressed(lost);
      throw unavailable(what, e, DOUBT);
    }
  }

  private StoreUnavailable unavailable(String what, SQLException e, String consequence) {
    return SqlFailures.unavailable(what, place, e, consequence);
  }
}
