package io.tallyman.simulate.database;

import java.util.ArrayDeque;
import java.util.Deque;

/** Goes wrong where the test says, once each, in that order. */
final class ScriptedFaults implements Faults {

  /** Which exchange goes wrong, and how. */
  private record Planned(Point point, Fate fate) {}

  private final Deque<Planned> planned = new ArrayDeque<>();

  /** The next exchange of this kind, after those that were planned before, has this fate. */
  ScriptedFaults next(Point point, Fate fate) {
    planned.add(new Planned(point, fate));
    return this;
  }

  /** The next goes well. */
  ScriptedFaults well(Point point) {
    return next(point, Fate.WELL);
  }

  @Override
  public Fate at(String host, Point point, String what) {
    Planned next = planned.peek();
    if (next == null || next.point() != point) {
      return Fate.WELL;
    }
    planned.remove();
    return next.fate();
  }
}
