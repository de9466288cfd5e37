package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a growing batch has come in one partition. Three numbers, none derived from another: what
 * makes their balance a check. <em>Served</em> is how many records a poll returned, <em>absent</em>
 * is counted from the gaps between the offsets, and the outcomes are counted where each is decided.
 * A record that gets lost on the way is served, and has no outcome.
 */
final class PartitionTally {

  private final SourcePartition partition;
  private final UUID topicId;
  private final long ownerEpoch;
  private final long first;
  private final List<OutcomeCounter> outcomes;
  private long next;
  private long served;
  private long absent;
  private OptionalInt leaderEpoch = OptionalInt.empty();
  private @Nullable Instant countedUntil;

  PartitionTally(
      SourcePartition partition, UUID topicId, long ownerEpoch, long first, int rollups) {
    this.partition = partition;
    this.topicId = topicId;
    this.ownerEpoch = ownerEpoch;
    this.first = first;
    this.next = first;
    this.outcomes = Stream.generate(OutcomeCounter::new).limit(rollups).toList();
  }

  /** Takes note that Kafka goes on with the record at this offset. */
  void reach(long offset) {
    skipTo(offset);
    next = offset + 1;
  }

  /** Takes note of records that Kafka served, wherever they stand. */
  void serve(int number) {
    served += number;
  }

  /** Takes note that Kafka has nothing between the last record and this offset. */
  void skipTo(long offset) {
    if (offset < next) {
      throw new IllegalStateException(
          partition
              + " served offset "
              + offset
              + " after "
              + next
              + ": the position went back without a claim");
    }
    absent += offset - next;
    next = offset;
  }

  void note(int rollup, Outcome outcome) {
    outcomes.get(rollup).add(outcome);
  }

  void setLeaderEpoch(OptionalInt leaderEpoch) {
    this.leaderEpoch = leaderEpoch;
  }

  void setCountedUntil(Instant countedUntil) {
    this.countedUntil = countedUntil;
  }

  PartitionProgress close(List<RollupTally> rollups) {
    Map<RollupId, Outcomes> totals = new HashMap<>();
    for (int i = 0; i < rollups.size(); i++) {
      totals.put(rollups.get(i).rollup().id(), outcomes.get(i).toOutcomes());
    }
    return new PartitionProgress(
        partition,
        topicId,
        ownerEpoch,
        new OffsetRange(first, next),
        leaderEpoch,
        served,
        absent,
        totals,
        countedUntil);
  }
}
