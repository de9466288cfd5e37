package io.tallyman.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plans that this host has shown lately, so that it can say what is different by now. Knowing
 * them isn't needed to carry one out. Thread-safe.
 */
final class ShownPlans {

  private static final int MOST = 100;

  private final Map<String, List<String>> lines =
      new LinkedHashMap<>() {
        @java.io.Serial private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(MovePlan plan) {
    lines.put(plan.token(), plan.lines());
  }

  /** Sentences about how a plan differs from the one that had this token. */
  synchronized String difference(String token, MovePlan now) {
    List<String> then = lines.get(token);
    if (then == null) {
      return "  this host has shown no plan with that token since it started, and the plan is"
          + " another one now:\n"
          + marked("  now:    ", now.lines());
    }
    List<String> gone = new ArrayList<>(then);
    gone.removeAll(now.lines());
    List<String> come = new ArrayList<>(now.lines());
    come.removeAll(then);
    return marked("  before: ", gone) + marked("  now:    ", come);
  }

  private static String marked(String mark, List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(mark).append(line).append('\n'));
    return text.toString();
  }
}
