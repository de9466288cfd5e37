package io.tallyman.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan that fails smaller, for as long as it goes on failing: fewer faults first, then less
 * of everything (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002,
 * without the guarantee of the smallest).
 */
final class Shrinking {

  private final Predicate<Plan> fails;

  private Shrinking(Predicate<Plan> fails) {
    this.fails = fails;
  }

  /**
   * The smallest plan found that breaks one of the promises which this one has broken.
   *
   * @param failure how the plan failed
   * @param play plays a plan, and gives its failure, or null
   */
  static Plan smallest(Plan failing, Throwable failure, Function<Plan, @Nullable Throwable> play) {
    Set<String> broken = Violation.kinds(failure);
    return new Shrinking(
            plan -> {
              Throwable other = play.apply(plan);
              return other != null && !Collections.disjoint(Violation.kinds(other), broken);
            })
        .smallest(failing);
  }

  private Plan smallest(Plan failing) {
    Plan smallest = failing;
    boolean shrunk = true;
    while (shrunk) {
      Plan before = smallest;
      smallest = withFewerFaults(smallest);
      smallest = candidates(smallest).filter(fails).findFirst().orElse(smallest);
      shrunk = !smallest.equals(before);
    }
    return smallest;
  }

  /** Takes out faults, many at once as long as that works, then one by one. */
  private Plan withFewerFaults(Plan plan) {
    Plan smallest = plan;
    for (int size = Math.max(1, plan.faults().size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < smallest.faults().size(); ) {
        Plan without = smallest.with(without(smallest.faults(), from, size));
        if (fails.test(without)) {
          smallest = without;
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }

  private static List<Fault> without(List<Fault> faults, int from, int size) {
    List<Fault> fewer = new ArrayList<>(faults);
    fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
    return fewer;
  }

  private static Stream<Plan> candidates(Plan plan) {
    Plan.Size size = plan.size();
    return Stream.of(
            plan.with(
                new Plan.Size(size.hosts(), size.lanes(), size.partitions(), size.records() / 2)),
            plan.with(
                new Plan.Size(size.hosts() - 1, size.lanes(), size.partitions(), size.records())),
            plan.with(
                new Plan.Size(size.hosts(), size.lanes() - 1, size.partitions(), size.records())),
            plan.with(
                new Plan.Size(size.hosts(), size.lanes(), size.partitions() - 1, size.records())),
            plan.with(
                new Plan.Size(size.hosts(), size.lanes(), size.partitions(), size.records() - 1)),
            plan.with(Plan.Group.SIMPLEST))
        .filter(each -> !each.equals(plan))
        .filter(each -> each.size().isSomething());
  }
}
