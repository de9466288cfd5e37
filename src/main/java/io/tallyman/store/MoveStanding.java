package io.tallyman.store;

import java.sql.SQLException;
import java.util.List;

/** What became of moves whose COMMIT had no answer. */
enum MoveStanding {
  /** All of them are in the store. */
  COMMITTED,
  /** None of them is. */
  UNTOUCHED,
  /** Somebody else has claimed or moved the positions since. */
  UNKNOWN;

  /**
   * Reads it under the locks of the positions: waits for a transaction that is being settled. One
   * position tells of all, as they move in one transaction.
   *
   * @param moves what was to be done
   * @param note whose mark the moved positions carry
   */
  static MoveStanding read(JdbcTransaction session, List<PositionMove> moves, OperatorNote note)
      throws SQLException {
    if (moves.isEmpty()) {
      return COMMITTED;
    }
    StoredPosition before = moves.get(0).before();
    try {
      List<StoredPosition> now =
          new StandingRows(
                  session.connection(), before.partition().source(), before.partition().topic())
              .lockPositions();
      session.rollback();
      return now.stream()
          .filter(each -> each.partition().equals(before.partition()))
          .findFirst()
          .map(each -> of(before, each, note))
          .orElse(UNKNOWN);
    } catch (SQLException e) {
      session.rollbackAfter(e);
      throw e;
    }
  }

  private static MoveStanding of(StoredPosition before, StoredPosition now, OperatorNote note) {
    if (now.ownerEpoch() == before.ownerEpoch()) {
      return UNTOUCHED;
    }
    boolean ours = now.ownerEpoch() == before.ownerEpoch() + 1 && note.who().equals(now.owner());
    return ours ? COMMITTED : UNKNOWN;
  }
}
