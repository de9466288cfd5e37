package io.tallyman.simulate.database;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupCells;
import io.tallyman.simulate.database.Faults.Point;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.LockedPosition;
import io.tallyman.store.StoreTransaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connection to the simulated server, as the client has it: every step is an exchange. */
final class SimulatedTransaction implements StoreTransaction {

  /** How many dead letters are in one statement. */
  private static final int LETTERS = 100;

  /** What the server does for a statement. */
  @FunctionalInterface
  interface Work<T> {
    T in(Statement statement) throws SQLException;
  }

  /** The same, without a result. */
  @FunctionalInterface
  interface Action {
    void in(Statement statement) throws SQLException;
  }

  private final SimulatedDatabase server;
  private final Session session;

  SimulatedTransaction(SimulatedDatabase server, Session session) {
    this.server = server;
    this.session = session;
  }

  @Override
  public boolean hasPositions(String source, String topic) throws SQLException {
    return read("look for positions", statement -> PositionSteps.hasAny(statement, source, topic));
  }

  @Override
  public void insertPositions(
      String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets)
      throws SQLException {
    write(
        "insert positions",
        statement -> PositionSteps.insert(statement, source, topic, topicId, firstOffsets));
  }

  @Override
  public void insertPositionIfAbsent(SourcePartition partition, UUID topicId) throws SQLException {
    write(
        "insert a position if absent",
        statement -> PositionSteps.insertIfAbsent(statement, partition, topicId));
  }

  @Override
  public @Nullable LockedPosition lockPosition(SourcePartition partition) throws SQLException {
    return read("lock a position", statement -> PositionSteps.lock(statement, partition));
  }

  @Override
  public OptionalLong ownerEpoch(SourcePartition partition) throws SQLException {
    return read("read an epoch", statement -> PositionSteps.ownerEpoch(statement, partition));
  }

  @Override
  public void takeOver(SourcePartition partition, String owner) throws SQLException {
    write("take a position over", statement -> PositionSteps.takeOver(statement, partition, owner));
  }

  @Override
  public int[] advance(List<PartitionProgress> progress) throws SQLException {
    int[] matched = new int[progress.size()];
    for (int i = 0; i < matched.length; i++) {
      PartitionProgress each = progress.get(i);
      matched[i] =
          exchange("advance a position", true, statement -> PositionSteps.advance(statement, each));
    }
    return matched;
  }

  @Override
  public void addCells(RollupCells cells) throws SQLException {
    write("add cells", statement -> CellSteps.add(statement, cells));
  }

  @Override
  public List<LedgerEntry> ledgerAround(List<LedgerEntry> entries) throws SQLException {
    return read("read the ledger", statement -> LedgerSteps.around(statement, entries));
  }

  @Override
  public void replaceLedger(List<LedgerEntry> entries) throws SQLException {
    write("replace ledger entries", statement -> LedgerSteps.replace(statement, entries));
  }

  @Override
  public void deleteLedger(List<LedgerEntry> entries) throws SQLException {
    for (LedgerEntry entry : entries) {
      write("delete a ledger entry", statement -> LedgerSteps.delete(statement, entry));
    }
  }

  @Override
  public void addDeadLetters(List<DeadLetter> letters) throws SQLException {
    for (int from = 0; from < letters.size(); from += LETTERS) {
      List<DeadLetter> some = letters.subList(from, Math.min(letters.size(), from + LETTERS));
      write("add dead letters", statement -> LossSteps.addDeadLetters(statement, some));
    }
  }

  @Override
  public void recordLoss(Loss loss, boolean openAgain) throws SQLException {
    write("record a loss", statement -> LossSteps.record(statement, loss, openAgain));
  }

  @Override
  public @Nullable Loss openLoss(SourcePartition partition, UUID topicId) throws SQLException {
    return read(
        "look for an open loss", statement -> LossSteps.open(statement, partition, topicId));
  }

  /** Something that only an operator does. */
  void operate(String what, Action action) throws SQLException {
    write(what, action);
  }

  <T> T read(String what, Work<T> work) throws SQLException {
    return exchange(what, false, work);
  }

  private void write(String what, Action action) throws SQLException {
    exchange(
        what,
        true,
        statement -> {
          action.in(statement);
          return what;
        });
  }

  private <T> T exchange(String what, boolean writes, Work<T> work) throws SQLException {
    Fate fate = send(Point.STATEMENT, what);
    if (writes && server.isReadOnly()) {
      throw Errors.of(Fate.READ_ONLY);
    }
    int savepoint = session.savepoint();
    T result;
    try {
      result = work.in(new Statement(server, session));
    } catch (SQLException e) {
      session.rollbackTo(savepoint);
      throw fate instanceof Fate.LostAfter lost ? cut(lost.noticedAfter()) : e;
    }
    if (fate instanceof Fate.LostAfter lost) {
      throw cut(lost.noticedAfter());
    }
    return result;
  }

  /**
   * Brings a request to the server, if fate lets it through.
   *
   * @return well, or what happens afterwards; a late COMMIT
   */
  private Fate send(Point point, String what) throws SQLException {
    server.step(what);
    requireConnection();
    session.heard(server.nanos());
    Fate fate = server.faults().at(session.host(), point, what);
    if (!session.isOpen()) {
      throw Errors.lost(); // fate has ended the server, or this client
    }
    if (fate instanceof Fate.Fails fails) {
      if (fails.code() == Errors.DEADLOCK) {
        session.rollback();
      }
      throw Errors.of(fails);
    } else if (fate instanceof Fate.LostBefore lost) {
      throw cut(lost.noticedAfter());
    } else if (fate instanceof Fate.Late late && point != Point.COMMIT) {
      throw cut(late.nanos());
    }
    return fate;
  }

  private void requireConnection() throws SQLException {
    if (session.isAbandoned() || !session.isOpen()) {
      throw Errors.lost();
    }
  }

  private SQLException cut(long noticedAfter) {
    server.abandon(session, noticedAfter);
    return Errors.lost();
  }

  @Override
  public void commit() throws SQLException {
    Fate fate = send(Point.COMMIT, "commit");
    if (session.hasChanges() && server.isReadOnly()) {
      throw Errors.of(Fate.READ_ONLY);
    }
    if (fate instanceof Fate.Late late) {
      server.commitLater(session, late.nanos());
      throw Errors.lost();
    }
    server.commit(session);
    if (fate instanceof Fate.LostAfter) {
      throw cut(0);
    }
    server.step("committed");
    requireConnection(); // the answer is lost when the server ended meanwhile
  }

  @Override
  public void rollback() throws SQLException {
    Fate fate = send(Point.ROLLBACK, "rollback");
    session.rollback();
    if (fate instanceof Fate.LostAfter) {
      throw cut(0);
    }
  }

  @Override
  public void discard() {
    close();
  }

  /** A client that is gone closes nothing: the server has to notice by itself. */
  @Override
  public void close() {
    if (!session.isAbandoned()) {
      session.abandon();
      server.end(session);
    }
  }
}
