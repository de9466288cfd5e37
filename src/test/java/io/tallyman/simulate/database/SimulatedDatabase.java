package io.tallyman.simulate.database;

import io.tallyman.simulate.Turns;
import io.tallyman.simulate.database.Faults.Point;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.TransactionSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A database server in this JVM, as {@code package-info} says. One thing happens at a time: whoever
 * calls has the turn, and gives it away only in {@link Turns}.
 *
 * <p>What the server does by itself (it notices that a client is gone, a COMMIT arrives late, a
 * wait is over) happens when somebody next looks after its time, or in {@link #settle}.
 */
public final class SimulatedDatabase {

  private final Turns turns;
  private final Faults faults;
  private final Waits waits;
  private final Agenda agenda = new Agenda();
  private final Tables tables = new Tables();
  private final Map<Session, Agenda.Entry> sessions = new LinkedHashMap<>();
  private final List<Commit> commits = new ArrayList<>();
  private boolean up = true;
  private boolean readOnly;

  /**
   * How long the server waits.
   *
   * @param lock for a row that another transaction holds
   * @param idle for a client that says nothing
   */
  public record Waits(Duration lock, Duration idle) {

    /** As the service asks for it. */
    public static final Waits OF_THE_SERVICE =
        new Waits(Duration.ofSeconds(5), Duration.ofSeconds(40));
  }

  /** What was committed when, by what was there before. */
  private record Commit(long nanos, List<Session.Undo<?>> earlier) {

    void undo() {
      for (int i = earlier.size() - 1; i >= 0; i--) {
        undo(earlier.get(i));
      }
    }

    private static <V> void undo(Session.Undo<V> change) {
      change.row().recommit(change.before());
    }
  }

  public SimulatedDatabase(Turns turns, Faults faults, Waits waits) {
    this.turns = turns;
    this.faults = faults;
    this.waits = waits;
  }

  /** A database with the waits that the service asks for. */
  public SimulatedDatabase(Turns turns, Faults faults) {
    this(turns, faults, Waits.OF_THE_SERVICE);
  }

  /** How a host reaches it: every transaction has a connection of its own. */
  public TransactionSource connect(String host) {
    return () -> begin(host);
  }

  private SimulatedTransaction begin(String host) throws SQLException {
    step("connect");
    if (!up) {
      throw Errors.lost();
    }
    Fate fate = faults.at(host, Point.CONNECT, "connect");
    if (fate instanceof Fate.Fails fails) {
      throw Errors.of(fails);
    } else if (!(fate instanceof Fate.Well)) {
      throw Errors.lost();
    }
    Session session = new Session(host, nanos());
    sessions.put(session, agenda.at(nanos() + waits.idle().toNanos(), () -> noticeIdle(session)));
    return new SimulatedTransaction(this, session);
  }

  private void noticeIdle(Session session) {
    long until = session.heardAt() + waits.idle().toNanos();
    if (until <= nanos()) {
      end(session);
    } else {
      sessions.put(session, agenda.at(until, () -> noticeIdle(session)));
    }
  }

  /** Does what is due by now. */
  public void settle() {
    agenda.carryOut(turns.nanos());
  }

  /** When the server does something by itself; empty where it won't. */
  public OptionalLong nextEvent() {
    long next = agenda.next();
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** What is committed now. */
  public CommittedRows contents() {
    settle();
    return new CommittedRows(tables);
  }

  /**
   * How an operator moves positions in it.
   *
   * @param rollups the versions that the database knows, which decisions may rest on
   */
  public OperatorMoves operator(List<RegisteredRollup> rollups) {
    return new OperatorMoves(() -> begin("operator"), rollups);
  }

  /** The server process ends: every transaction is rolled back, and nobody can connect. */
  public void crash() {
    settle();
    up = false;
    List.copyOf(sessions.keySet()).forEach(this::end);
  }

  /** The server is up again, with all that was committed. */
  public void start() {
    up = true;
  }

  public boolean isUp() {
    return up;
  }

  /** Whether everything that writes is refused from now on. */
  public void setReadOnly(boolean refused) {
    readOnly = refused;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /** How many transactions that changed something were committed, and not undone again. */
  public int commits() {
    return commits.size();
  }

  /**
   * A replica takes over that doesn't have the newest commits. All connections break; whoever
   * connects again finds the replica.
   */
  public void failOver(int lostCommits) {
    crash();
    for (int i = 0; i < lostCommits && !commits.isEmpty(); i++) {
      commits.remove(commits.size() - 1).undo();
    }
    start();
  }

  /** The server is put back to what was committed at that moment. All connections break. */
  public void restore(long nanos) {
    crash();
    while (!commits.isEmpty() && commits.get(commits.size() - 1).nanos() > nanos) {
      commits.remove(commits.size() - 1).undo();
    }
    start();
  }

  /**
   * The host's process is gone: its transactions say nothing any more.
   *
   * @param noticedAfter how many nanoseconds it takes until the server rolls them back; 0: at once
   */
  public void killHost(String host, long noticedAfter) {
    settle();
    for (Session session : List.copyOf(sessions.keySet())) {
      if (session.host().equals(host)) {
        abandon(session, noticedAfter);
      }
    }
  }

  /** The client is gone, and the server will notice. */
  void abandon(Session session, long noticedAfter) {
    session.abandon();
    later(session, noticedAfter, () -> end(session));
  }

  /** The client is gone, but its COMMIT is on the way. */
  void commitLater(Session session, long nanos) {
    session.abandon();
    later(
        session,
        nanos,
        () -> {
          commit(session);
          end(session);
        });
  }

  private void later(Session session, long nanos, Runnable action) {
    if (nanos <= 0) {
      action.run();
    } else {
      agenda.at(
          nanos() + nanos,
          () -> {
            if (session.isOpen()) {
              action.run();
            }
          });
    }
  }

  void end(Session session) {
    Agenda.Entry idle = sessions.remove(session);
    if (idle != null) {
      agenda.cancel(idle);
    }
    session.end();
  }

  void commit(Session session) {
    List<Session.Undo<?>> earlier = session.commit();
    if (!earlier.isEmpty()) {
      commits.add(new Commit(nanos(), earlier));
    }
  }

  Tables tables() {
    return tables;
  }

  Faults faults() {
    return faults;
  }

  long nanos() {
    return turns.nanos();
  }

  /** Others may go on. */
  void step(String what) {
    turns.step(what);
    settle();
  }

  /** Queues for a row until that is decided. */
  LockRequest await(LockRequest request) {
    request.session().waitsFor(request);
    request.lock().enqueue(request);
    for (Session victim = Deadlocks.victim(request); victim != null; ) {
      giveWay(victim);
      victim = request.isWaiting() ? Deadlocks.victim(request) : null;
    }
    if (request.isWaiting()) {
      Agenda.Entry timeout =
          agenda.at(
              nanos() + waits.lock().toNanos(), () -> request.giveUp(LockRequest.State.TIMED_OUT));
      awaitDecision(request);
      agenda.cancel(timeout);
      request.session().heard(nanos());
    }
    return request;
  }

  private void giveWay(Session victim) {
    LockRequest request = victim.waitsFor();
    if (request != null) {
      request.giveUp(LockRequest.State.DEADLOCKED);
    }
    victim.rollback();
  }

  private void awaitDecision(LockRequest request) {
    String what = "wait for " + request.lock();
    while (request.isWaiting()) {
      long next = agenda.next();
      turns.await(what, () -> !request.isWaiting() || agenda.next() < next, next - nanos());
      settle();
    }
  }
}
