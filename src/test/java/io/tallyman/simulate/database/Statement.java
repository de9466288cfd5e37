package io.tallyman.simulate.database;

import io.tallyman.simulate.database.RowLock.Mode;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One statement while the server carries it out for a session, row after row: between them others
 * may go on.
 */
final class Statement {

  private final SimulatedDatabase server;
  private final Session session;

  Statement(SimulatedDatabase server, Session session) {
    this.server = server;
    this.session = session;
  }

  Session session() {
    return session;
  }

  Tables tables() {
    return server.tables();
  }

  /** Others may go on, before the next row is taken. */
  void betweenRows() throws SQLException {
    server.step("next row");
    requireOpen();
    session.heard(server.nanos());
  }

  /**
   * Holds a row that is there, as the newest commit has left it; null where it isn't there, of
   * which nothing is held then.
   */
  <V> @Nullable V lock(Row<V> row) throws SQLException {
    return lockMatching(row, any -> true);
  }

  /**
   * The same with a condition: a row that doesn't match is given back, which READ COMMITTED does,
   * unless the transaction held it before.
   */
  <V> @Nullable V lockMatching(Row<V> row, Predicate<V> condition) throws SQLException {
    if (row.current() == null && row.lock().isFree()) {
      return null;
    }
    boolean had = row.lock().isHeldExclusivelyBy(session);
    hold(row, Mode.EXCLUSIVE, false);
    V now = row.current();
    if (now != null && condition.test(now)) {
      return now;
    }
    if (!had) {
      session.release(row.lock());
    }
    return null;
  }

  /** Holds the place of a row, whether it is there or not, to insert it or to update it. */
  <V> @Nullable V holdPlace(Row<V> row) throws SQLException {
    hold(row, Mode.EXCLUSIVE, true);
    hold(row, Mode.EXCLUSIVE, true); // where only the gap was inherited
    return row.current();
  }

  /**
   * Inserts a row. Where it is there, or another transaction is about to insert it, it is held
   * shared first: those who waited together for one that was rolled back are in each other's way.
   */
  <V> void insert(Row<V> row, V value) throws SQLException {
    if (row.current() != null || !row.lock().isFree()) {
      hold(row, Mode.SHARED, true);
    }
    if (row.current() != null) {
      throw Errors.duplicate(row.lock());
    }
    hold(row, Mode.EXCLUSIVE, true);
    session.put(row, value);
  }

  <V> void put(Row<V> row, @Nullable V value) {
    session.put(row, value);
  }

  private void hold(Row<?> row, Mode mode, boolean inserts) throws SQLException {
    requireOpen();
    RowLock lock = row.lock();
    if (lock.isHeldBy(session, mode) || lock.tryTake(session, mode)) {
      return;
    }
    LockRequest request = server.await(new LockRequest(session, lock, mode, inserts));
    switch (request.state()) {
      case DEADLOCKED -> throw Errors.of(Fate.DEADLOCK);
      case TIMED_OUT -> throw Errors.of(Fate.LOCK_WAIT_TIMEOUT);
      case GRANTED, GONE, WAITING -> requireOpen();
    }
  }

  private void requireOpen() throws SQLException {
    if (!session.isOpen()) {
      throw Errors.lost();
    }
  }
}
