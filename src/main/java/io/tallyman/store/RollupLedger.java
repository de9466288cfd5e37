package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Outcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What one rollup version has counted, as it stood at one moment.
 *
 * @param rollup which version
 * @param partitions in the order of their numbers, and of the topic's ids
 * @param cells what its cells add up to; empty where they weren't added up
 */
public record RollupLedger(
    RegisteredRollup rollup, List<PartitionLedger> partitions, Optional<CellSums> cells) {

  public RollupLedger {
    partitions = List.copyOf(partitions);
  }

  /** A partition of the topic that had this id. */
  private record Place(int partition, UUID topicId) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparingInt(Place::partition)
          .thenComparing(Place::topicId)
          .compare(this, other);
    }
  }

  /**
   * Brings together what belongs to one version.
   *
   * @param entries the ledger of all versions, in the order of its offsets
   * @param positions all positions
   */
  static RollupLedger of(
      RegisteredRollup rollup,
      List<LedgerEntry> entries,
      List<StoredPosition> positions,
      Optional<CellSums> cells) {
    Map<Place, List<LedgerEntry>> counted = new TreeMap<>();
    Map<Place, StoredPosition> standing = new TreeMap<>();
    for (StoredPosition position : positions) {
      if (isFedBy(rollup, position.partition())) {
        Place place = new Place(position.partition().number(), position.topicId());
        standing.put(place, position);
        counted.put(place, new ArrayList<>());
      }
    }
    for (LedgerEntry entry : entries) {
      if (entry.rollup().equals(rollup.id())) {
        Place place = new Place(entry.partition(), entry.topicId());
        counted.computeIfAbsent(place, any -> new ArrayList<>()).add(entry);
      }
    }
    List<PartitionLedger> partitions = new ArrayList<>();
    counted.forEach(
        (place, ranges) ->
            partitions.add(
                new PartitionLedger(
                    rollup.id(),
                    new SourcePartition(rollup.source(), rollup.topic(), place.partition()),
                    place.topicId(),
                    ranges,
                    Optional.ofNullable(standing.get(place)))));
    return new RollupLedger(rollup, partitions, cells);
  }

  private static boolean isFedBy(RegisteredRollup rollup, SourcePartition partition) {
    return partition.source().equals(rollup.source()) && partition.topic().equals(rollup.topic());
  }

  /** How many records Kafka served. */
  public long served() {
    return partitions.stream().mapToLong(PartitionLedger::served).sum();
  }

  /** How many offsets Kafka doesn't serve. */
  public long absent() {
    return partitions.stream().mapToLong(PartitionLedger::absent).sum();
  }

  /** What became of the served records. */
  public Outcomes outcomes() {
    return partitions.stream().map(PartitionLedger::outcomes).reduce(Outcomes.NONE, Outcomes::plus);
  }

  /** What doesn't balance; empty when all does. */
  public List<Imbalance> imbalances() {
    List<Imbalance> imbalances = new ArrayList<>();
    partitions.forEach(partition -> imbalances.addAll(partition.imbalances()));
    cells.ifPresent(sums -> imbalances.addAll(CellChecks.of(rollup, sums, outcomes().counted())));
    return imbalances;
  }
}
