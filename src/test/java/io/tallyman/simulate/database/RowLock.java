package io.tallyman.simulate.database;

import java.util.ArrayList;
import java.util.List;

/** Who holds a row, and who waits for it, in their order. */
final class RowLock {

  /** How a row is held. */
  enum Mode {
    /** Together with others that only want it not to change. */
    SHARED,
    /** Alone. */
    EXCLUSIVE
  }

  private final Object key;
  private final List<Session> holders = new ArrayList<>(1);
  private final List<LockRequest> waiting = new ArrayList<>(0);
  private Mode mode = Mode.SHARED;

  RowLock(Object key) {
    this.key = key;
  }

  boolean isHeldBy(Session session, Mode wanted) {
    return holders.contains(session) && (mode == Mode.EXCLUSIVE || wanted == Mode.SHARED);
  }

  boolean isHeldExclusivelyBy(Session session) {
    return mode == Mode.EXCLUSIVE && holders.contains(session);
  }

  /** Whether nobody holds it or waits for it. */
  boolean isFree() {
    return holders.isEmpty() && waiting.isEmpty();
  }

  /** Whether those who hold it now would let this session have it too. */
  private boolean isGrantable(Session session, Mode wanted) {
    for (Session holder : holders) {
      if (holder != session && (mode == Mode.EXCLUSIVE || wanted == Mode.EXCLUSIVE)) {
        return false;
      }
    }
    return true;
  }

  /** Takes it at once, unless somebody holds it or was there before. */
  boolean tryTake(Session session, Mode wanted) {
    if (!isGrantable(session, wanted) || !waiting.isEmpty()) {
      return false;
    }
    take(session, wanted);
    return true;
  }

  private void take(Session session, Mode wanted) {
    if (!holders.contains(session)) {
      holders.add(session);
      session.holds(this);
    }
    mode = wanted;
  }

  void enqueue(LockRequest request) {
    waiting.add(request);
  }

  void dequeue(LockRequest request) {
    waiting.remove(request);
    grant();
  }

  void release(Session session) {
    holders.remove(session);
    grant();
  }

  /**
   * The row was rolled back by who inserted it. Those who wait to insert it inherit the gap, which
   * they hold together: each of them is in the other's way then.
   */
  void releaseGap(Session session) {
    holders.remove(session);
    for (LockRequest request : List.copyOf(waiting)) {
      if (request.inserts() && isGrantable(request.session(), Mode.SHARED)) {
        waiting.remove(request);
        take(request.session(), Mode.SHARED);
        request.decide(LockRequest.State.GRANTED);
      }
    }
    grant();
  }

  /** First come, first served: nobody overtakes one who can't have it yet. */
  private void grant() {
    while (!waiting.isEmpty() && isGrantable(waiting.get(0).session(), waiting.get(0).mode())) {
      LockRequest next = waiting.remove(0);
      take(next.session(), next.mode());
      next.decide(LockRequest.State.GRANTED);
    }
  }

  /** Whom a request in this queue waits for: those who hold the row, and those before it. */
  List<Session> before(LockRequest request) {
    List<Session> before = new ArrayList<>();
    for (Session holder : holders) {
      if (holder != request.session()
          && (mode == Mode.EXCLUSIVE || request.mode() == Mode.EXCLUSIVE)) {
        before.add(holder);
      }
    }
    for (LockRequest other : waiting) {
      if (other == request) {
        break;
      }
      if (other.mode() == Mode.EXCLUSIVE || request.mode() == Mode.EXCLUSIVE) {
        before.add(other.session());
      }
    }
    return before;
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
