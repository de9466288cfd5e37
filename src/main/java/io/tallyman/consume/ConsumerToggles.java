package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which sources and partitions are held back on this host: a view of what operators have said, that
 * is replaced as a whole. A lane applies it at every turn of its loop, so that it also holds after
 * a rebalance. Thread-safe.
 *
 * <p>Of several words on a partition the most special one holds: one for this host before one for
 * the fleet, and among those one for the partition before one for its whole source.
 */
public final class ConsumerToggles {

  private static final Comparator<Toggle> ORDER =
      Comparator.comparing(Toggle::source)
          .thenComparingInt(toggle -> toggle.partition().orElse(-1))
          .thenComparing(toggle -> toggle.origin().fleet());

  private record Target(String source, @Nullable Integer partition, boolean fleet) {}

  private record View(Optional<Toggle.Origin> unknown, Map<Target, Toggle> toggles) {}

  private volatile View view = new View(Optional.empty(), Map.of());

  /** From now on just these hold; of two on the same the later one. */
  public void replace(List<Toggle> toggles) {
    view = new View(Optional.empty(), byTarget(toggles));
  }

  /**
   * From now on everything is held back: these are known, but there may be others.
   *
   * @param why why nothing is counted, and since when
   */
  public void replaceUnsurely(List<Toggle> toggles, Toggle.Origin why) {
    view = new View(Optional.of(why), byTarget(toggles));
  }

  private static Map<Target, Toggle> byTarget(List<Toggle> toggles) {
    Map<Target, Toggle> byTarget = new HashMap<>();
    for (Toggle toggle : toggles) {
      OptionalInt partition = toggle.partition();
      Integer number = partition.isPresent() ? Integer.valueOf(partition.getAsInt()) : null;
      byTarget.put(new Target(toggle.source(), number, toggle.origin().fleet()), toggle);
    }
    return Map.copyOf(byTarget);
  }

  /** Whether this partition is held back, by itself or with its whole source. */
  public boolean isPaused(SourcePartition partition) {
    return pauseOf(partition).isPresent();
  }

  /** By whose word this partition is held back; empty where it isn't. */
  public Optional<Toggle> pauseOf(SourcePartition partition) {
    View now = view;
    String source = partition.source();
    if (now.unknown().isPresent()) {
      return now.unknown().map(why -> new Toggle(source, OptionalInt.empty(), true, why));
    }
    if (now.toggles().isEmpty()) {
      return Optional.empty();
    }
    for (boolean fleet : new boolean[] {false, true}) {
      for (Integer number : new @Nullable Integer[] {partition.number(), null}) {
        Toggle said = now.toggles().get(new Target(source, number, fleet));
        if (said != null) {
          return said.paused() ? Optional.of(said) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** All that operators have said, by source and partition, what is said of this host first. */
  public List<Toggle> list() {
    return view.toggles().values().stream().sorted(ORDER).toList();
  }
}
