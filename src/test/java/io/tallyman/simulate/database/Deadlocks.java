package io.tallyman.simulate.database;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds circles of sessions that wait for each other. */
final class Deadlocks {

  private Deadlocks() {}

  /**
   * The session that has to give way so that this request can be granted some day: the one of the
   * circle that loses least, the newest comer among equals; null where there is no circle.
   */
  static @Nullable Session victim(LockRequest newest) {
    List<Session> circle = new ArrayList<>();
    if (!leadsBack(newest.session(), newest.session(), circle, new ArrayList<>())) {
      return null;
    }
    Session victim = newest.session();
    for (Session each : circle) {
      if (each.weight() < victim.weight()) {
        victim = each;
      }
    }
    return victim;
  }

  private static boolean leadsBack(
      Session from, Session to, List<Session> circle, List<Session> seen) {
    LockRequest request = from.waitsFor();
    if (request == null) {
      return false;
    }
    for (Session next : request.lock().before(request)) {
      if (next == to) {
        circle.add(from);
        return true;
      }
      if (!seen.contains(next)) {
        seen.add(next);
        if (leadsBack(next, to, circle, seen)) {
          circle.add(from);
          return true;
        }
      }
    }
    return false;
  }
}
