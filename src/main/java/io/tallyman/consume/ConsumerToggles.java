package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sources and partitions an operator holds back on this host. A lane applies it at every turn
 * of its loop, so that it also holds after a rebalance. Thread-safe; forgotten when the process
 * ends.
 */
public final class ConsumerToggles {

  /**
   * What is held back, and since when.
   *
   * @param source the source's name
   * @param partition one partition of it; empty for all
   * @param reason the operator's words; may be empty
   * @param since when it was paused
   */
  public record Toggle(String source, OptionalInt partition, String reason, Instant since) {}

  private record Target(String source, @Nullable Integer partition) {}

  private final Clock clock;
  private final Map<Target, Toggle> paused = new ConcurrentHashMap<>();

  public ConsumerToggles(Clock clock) {
    this.clock = clock;
  }

  /**
   * Holds back one partition of a source, or all; pausing what is paused keeps the first reason and
   * time.
   */
  public void pause(String source, OptionalInt partition, String reason) {
    paused.putIfAbsent(
        target(source, partition), new Toggle(source, partition, reason, clock.instant()));
  }

  /**
   * Lets one partition of a source go on; without a partition all of them, however they were
   * paused.
   */
  public void resume(String source, OptionalInt partition) {
    if (partition.isPresent()) {
      paused.remove(target(source, partition));
    } else {
      paused.keySet().removeIf(target -> target.source().equals(source));
    }
  }

  /** Whether this partition is held back, by itself or with its whole source. */
  public boolean isPaused(SourcePartition partition) {
    return paused.containsKey(new Target(partition.source(), null))
        || paused.containsKey(new Target(partition.source(), partition.number()));
  }

  /** All toggles that are set, by source and partition. */
  public List<Toggle> list() {
    return paused.values().stream()
        .sorted(
            Comparator.comparing(Toggle::source)
                .thenComparingInt(toggle -> toggle.partition().orElse(-1)))
        .toList();
  }

  private static Target target(String source, OptionalInt partition) {
    return new Target(
        Objects.requireNonNull(source),
        partition.isPresent() ? Integer.valueOf(partition.getAsInt()) : null);
  }
}
