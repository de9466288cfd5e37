package io.tallyman.simulate.database;

/** A session waits for a row. */
final class LockRequest {

  /** What became of it. */
  enum State {
    WAITING,
    GRANTED,
    /** Its transaction was chosen to break a circle, and is rolled back. */
    DEADLOCKED,
    TIMED_OUT,
    /** Its session was ended. */
    GONE
  }

  private final Session session;
  private final RowLock lock;
  private final RowLock.Mode mode;
  private final boolean inserts;
  private State state = State.WAITING;

  /**
   * @param inserts whether it is to insert the row where it isn't there
   */
  LockRequest(Session session, RowLock lock, RowLock.Mode mode, boolean inserts) {
    this.session = session;
    this.lock = lock;
    this.mode = mode;
    this.inserts = inserts;
  }

  Session session() {
    return session;
  }

  RowLock lock() {
    return lock;
  }

  RowLock.Mode mode() {
    return mode;
  }

  boolean inserts() {
    return inserts;
  }

  State state() {
    return state;
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  void decide(State decision) {
    state = decision;
    session.waitsFor(null);
  }

  /** Leaves the queue for this reason. */
  void giveUp(State reason) {
    if (isWaiting()) {
      decide(reason);
      lock.dequeue(this);
    }
  }
}
