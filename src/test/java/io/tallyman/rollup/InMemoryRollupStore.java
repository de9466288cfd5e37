package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps everything in this JVM, for tests of what stands on the port: with epochs, the
 * compare-and-set, atomic batches and refused data, as the behaviour kit demands of every store.
 * Several hosts may share one. Thread-safe.
 */
public final class InMemoryRollupStore implements RollupStore, StoredContents {

  private record Position(
      UUID topicId,
      long nextOffset,
      OptionalInt leaderEpoch,
      long ownerEpoch,
      @Nullable Instant countedUntil) {

    Position claimed() {
      return new Position(topicId, nextOffset, leaderEpoch, ownerEpoch + 1, countedUntil);
    }

    Position moved(PartitionProgress progress) {
      boolean empty = progress.range().isEmpty();
      Instant until = progress.countedUntil();
      if (until != null) {
        until = until.truncatedTo(ChronoUnit.MILLIS);
      }
      if (until == null || (countedUntil != null && countedUntil.isAfter(until))) {
        until = countedUntil;
      }
      return new Position(
          topicId,
          progress.range().next(),
          empty ? leaderEpoch : progress.leaderEpoch(),
          ownerEpoch,
          until);
    }
  }

  private record LossName(
      SourcePartition partition, UUID topicId, Loss.Kind kind, long firstOffset) {}

  private final Map<SourcePartition, Position> positions = new HashMap<>();
  private final Map<RollupId, Map<CellName, CellValues>> cells = new HashMap<>();
  private final Map<RollupId, List<LedgerLine>> ledger = new HashMap<>();
  private final Map<SourcePartition, Map<Long, DeadLetter>> deadLetters = new HashMap<>();
  private final Map<LossName, Loss> losses = new LinkedHashMap<>();

  @Override
  public synchronized void enroll(
      String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    boolean known =
        positions.keySet().stream()
            .anyMatch(each -> each.source().equals(source) && each.topic().equals(topic));
    if (!known) {
      firstOffsets.forEach(
          (number, offset) ->
              positions.put(
                  new SourcePartition(source, topic, number),
                  new Position(topicId, offset, OptionalInt.empty(), 0, null)));
    }
  }

  @Override
  public synchronized Claim claim(SourcePartition partition, UUID topicId, String owner) {
    Position now =
        positions.getOrDefault(partition, new Position(topicId, 0, OptionalInt.empty(), 0, null));
    if (!now.topicId().equals(topicId)) {
      return new Claim.OtherTopic(now.topicId(), now.nextOffset(), now.ownerEpoch());
    }
    Position claimed = now.claimed();
    positions.put(partition, claimed);
    return new Claim.Granted(
        claimed.nextOffset(), claimed.leaderEpoch(), claimed.ownerEpoch(), claimed.countedUntil());
  }

  @Override
  public synchronized long ownerEpoch(SourcePartition partition) {
    Position now = positions.get(partition);
    return now == null ? 0 : now.ownerEpoch();
  }

  @Override
  public synchronized WriteOutcome write(Batch batch) {
    List<SourcePartition> foreign = new ArrayList<>();
    for (PartitionProgress moved : batch.progress()) {
      Position now = positions.get(moved.partition());
      boolean own =
          now != null
              && now.ownerEpoch() == moved.ownerEpoch()
              && now.topicId().equals(moved.topicId());
      if (own && !moved.range().isEmpty() && now.nextOffset() == moved.range().next()) {
        return new WriteOutcome.Written();
      } else if (!own || now.nextOffset() != moved.range().first()) {
        foreign.add(moved.partition());
      }
    }
    if (!foreign.isEmpty()) {
      return new WriteOutcome.Fenced(foreign);
    }
    String refusal = refusal(batch);
    if (refusal != null) {
      return new WriteOutcome.Refused(refusal);
    }
    carryOut(batch);
    return new WriteOutcome.Written();
  }

  private static @Nullable String refusal(Batch batch) {
    for (RollupCells rollup : batch.cells()) {
      for (Cell cell : rollup.cells()) {
        String refusal = StorableValues.refusal(rollup.table(), cell);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private void carryOut(Batch batch) {
    for (PartitionProgress moved : batch.progress()) {
      positions.computeIfPresent(moved.partition(), (partition, now) -> now.moved(moved));
      if (!moved.range().isEmpty()) {
        moved.outcomes().forEach((rollup, outcomes) -> extend(rollup, moved, outcomes));
      }
    }
    for (RollupCells rollup : batch.cells()) {
      Map<CellName, CellValues> table =
          cells.computeIfAbsent(rollup.table().id(), id -> new HashMap<>());
      for (Cell cell : rollup.cells()) {
        table.merge(
            new CellName(cell.bucketStart(), cell.dimensions()),
            new CellValues(cell.records(), cell.measures()),
            (stored, added) -> merged(rollup.table(), stored, added));
      }
    }
    for (DeadLetter letter : batch.deadLetters()) {
      deadLetters
          .computeIfAbsent(letter.partition(), partition -> new TreeMap<>())
          .putIfAbsent(letter.offset(), letter);
    }
  }

  private void extend(RollupId rollup, PartitionProgress moved, Outcomes outcomes) {
    List<LedgerLine> lines = ledger.computeIfAbsent(rollup, id -> new ArrayList<>());
    int partition = moved.partition().number();
    LedgerLine line =
        new LedgerLine(partition, moved.range(), moved.served(), moved.absent(), outcomes);
    for (LedgerLine other : List.copyOf(lines)) {
      if (other.partition() == partition && other.range().next() == moved.range().first()) {
        lines.remove(other);
        line =
            new LedgerLine(
                partition,
                new OffsetRange(other.range().first(), moved.range().next()),
                other.served() + line.served(),
                other.absent() + line.absent(),
                other.outcomes().plus(outcomes));
      }
    }
    lines.add(line);
  }

  private static CellValues merged(RollupTable table, CellValues stored, CellValues added) {
    List<@Nullable Object> measures = new ArrayList<>();
    for (int i = 0; i < table.measures().size(); i++) {
      Object left = stored.measures().get(i);
      Object right = added.measures().get(i);
      measures.add(
          left == null || right == null
              ? (left == null ? right : left)
              : merged(table.measures().get(i).merge(), left, right));
    }
    return new CellValues(stored.records() + added.records(), measures);
  }

  @SuppressWarnings("unchecked") // a measure's values all have the type of its column
  private static Object merged(MeasureColumn.Merge merge, Object left, Object right) {
    int order = ((Comparable<Object>) left).compareTo(right);
    return switch (merge) {
      case ADD -> sum(left, right);
      case LEAST -> order <= 0 ? left : right;
      case GREATEST -> order >= 0 ? left : right;
    };
  }

  private static Object sum(Object left, Object right) {
    if (left instanceof BigDecimal decimal) {
      return decimal.add((BigDecimal) right);
    }
    if (left instanceof Long whole) {
      return Math.addExact(whole, (Long) right);
    }
    return (Double) left + (Double) right;
  }

  @Override
  public synchronized void recordLoss(Loss loss) {
    losses.merge(
        new LossName(loss.partition(), loss.topicId(), loss.kind(), loss.range().first()),
        loss,
        (stored, told) -> told.range().next() > stored.range().next() ? told : stored);
  }

  @Override
  public synchronized Map<CellName, CellValues> cells(RollupTable table) {
    return Map.copyOf(cells.getOrDefault(table.id(), Map.of()));
  }

  @Override
  public synchronized List<LedgerLine> ledger(RollupTable table) {
    return ledger.getOrDefault(table.id(), List.of()).stream()
        .sorted(
            Comparator.comparingInt(LedgerLine::partition)
                .thenComparing(line -> line.range().first()))
        .toList();
  }

  @Override
  public synchronized Standing standing(SourcePartition partition) {
    Position now = positions.get(partition);
    return new Standing(now.nextOffset(), now.leaderEpoch(), now.countedUntil());
  }

  @Override
  public synchronized List<Letter> deadLetters(String source) {
    return deadLetters.values().stream()
        .flatMap(letters -> letters.values().stream())
        .filter(letter -> letter.partition().source().equals(source))
        .map(
            letter ->
                new Letter(letter.partition().number(), letter.offset(), letter.reason().code()))
        .sorted(Comparator.comparingInt(Letter::partition).thenComparingLong(Letter::offset))
        .toList();
  }

  @Override
  public synchronized List<Loss> losses(String source) {
    return losses.values().stream()
        .filter(loss -> loss.partition().source().equals(source))
        .toList();
  }
}
