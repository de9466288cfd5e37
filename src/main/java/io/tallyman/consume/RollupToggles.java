package io.tallyman.consume;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rollups aren't counted on this host: a view of what operators have said, that is replaced
 * as a whole. A lane follows it from one batch to the next. Thread-safe.
 */
public final class RollupToggles {

  private record View(List<RollupToggle> said, Set<String> paused) {}

  private volatile View view = new View(List.of(), Set.of());

  /**
   * From now on just these hold; of two on the same rollup the one for this host. By one thread.
   */
  public void replace(Collection<RollupToggle> toggles) {
    Set<String> paused =
        toggles.stream()
            .filter(RollupToggle::paused)
            .filter(each -> !each.origin().fleet() || !isSaidOfThisHost(toggles, each.rollup()))
            .map(RollupToggle::rollup)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> before = view.paused();
    view =
        new View(
            toggles.stream().sorted(RollupToggle.ORDER).toList(),
            paused.equals(before) ? before : paused);
  }

  private static boolean isSaidOfThisHost(Collection<RollupToggle> toggles, String rollup) {
    return toggles.stream()
        .anyMatch(each -> !each.origin().fleet() && each.rollup().equals(rollup));
  }

  /** The names of the rollups that aren't counted; the same set until others aren't. */
  Set<String> paused() {
    return view.paused();
  }

  /** Whether a rollup isn't counted. */
  public boolean isPaused(String rollup) {
    return view.paused().contains(rollup);
  }

  /** All that operators have said, by rollup, what is said of this host first. */
  public List<RollupToggle> list() {
    return view.said();
  }
}
