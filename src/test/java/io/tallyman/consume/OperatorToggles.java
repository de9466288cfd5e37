package io.tallyman.consume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Toggles as an operator of one host sets them, without a database behind them. */
public final class OperatorToggles {

  private final ConsumerToggles applied = new ConsumerToggles();
  private final Map<List<Object>, Toggle> said = new LinkedHashMap<>();

  /** What the lanes look at. */
  public ConsumerToggles applied() {
    return applied;
  }

  /** Holds back one partition of a source, or all. */
  public void pause(String source, OptionalInt partition, String reason) {
    said.put(List.of(source, partition), paused(source, partition, reason));
    applied.replace(new ArrayList<>(said.values()));
  }

  /** Lets one partition of a source go on; without a partition all, however they were paused. */
  public void resume(String source, OptionalInt partition) {
    said.values()
        .removeIf(
            each ->
                each.source().equals(source)
                    && (partition.isEmpty() || each.partition().equals(partition)));
    applied.replace(new ArrayList<>(said.values()));
  }

  /** A pause of this host. */
  static Toggle paused(String source, OptionalInt partition, String reason) {
    return new Toggle(
        source,
        partition,
        true,
        new Toggle.Origin(false, "operator at 127.0.0.1", reason, Instant.EPOCH, null));
  }
}
