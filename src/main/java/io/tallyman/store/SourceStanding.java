package io.tallyman.store;

import io.tallyman.rollup.Loss;
import java.util.List;
import java.util.Optional;

/**
 * All that an operator's decision about the positions of one source rests on.
 *
 * @param positions where it stands, in the order of the partitions
 * @param openLosses what was lost and is not settled, in the order of the partitions
 * @param counted what the ledger has of it, of every version of every rollup
 * @param rollups the versions that it feeds
 */
public record SourceStanding(
    List<StoredPosition> positions,
    List<Loss> openLosses,
    List<LedgerEntry> counted,
    List<RegisteredRollup> rollups) {

  public SourceStanding {
    positions = List.copyOf(positions);
    openLosses = List.copyOf(openLosses);
    counted = List.copyOf(counted);
    rollups = List.copyOf(rollups);
  }

  /** Where the source stands in a partition; empty where nobody has claimed it yet. */
  public Optional<StoredPosition> position(int partition) {
    return positions.stream().filter(each -> each.partition().number() == partition).findFirst();
  }

  /** What was lost of a partition and is not settled. */
  public List<Loss> openLosses(int partition) {
    return openLosses.stream().filter(each -> each.partition().number() == partition).toList();
  }
}
