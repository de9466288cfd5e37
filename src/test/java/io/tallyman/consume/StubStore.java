package io.tallyman.consume;

import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.WriteOutcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that fences as the real one does, and fails as it is told to. Cells are by
 * country: how many records, and the sum of their quantities.
 */
final class StubStore implements RollupStore {

  /** The country that this store refuses. */
  static final String POISON = "poison";

  /** Where a partition stands. */
  record Position(UUID topicId, long next, long epoch, OptionalInt leaderEpoch) {
    Position(UUID topicId, long next, long epoch) {
      this(topicId, next, epoch, OptionalInt.empty());
    }
  }

  /** What happens while a call is under way. */
  interface Meanwhile {
    void happens() throws InterruptedException;
  }

  /** What was counted of a country. */
  record Counted(long records, BigDecimal quantity) {
    Counted plus(Counted other) {
      return new Counted(records + other.records, quantity.add(other.quantity));
    }
  }

  private final Map<SourcePartition, Position> positions = new TreeMap<>();
  private final Map<String, Counted> cells = new TreeMap<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<Loss> openLosses = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Batch> written = new ArrayList<>();
  private long epochs;
  private int failures;
  private RuntimeException failure = new StoreUnavailable("away", new IllegalStateException());
  private Meanwhile meanwhile = () -> {};
  private boolean answersLost;
  private final Set<SourcePartition> contradicted = new HashSet<>();

  // ---- how it behaves

  /** Fails the next calls; forever where the number is Integer.MAX_VALUE. */
  synchronized void failNext(int calls) {
    failures = calls;
  }

  synchronized void failNext(int calls, RuntimeException with) {
    failures = calls;
    failure = with;
  }

  /** Writes what it is given, but then says that it doesn't know: once. */
  synchronized void loseTheNextAnswer() {
    answersLost = true;
  }

  /** Lets this happen in every call, before it does anything. */
  synchronized void setMeanwhile(Meanwhile meanwhile) {
    this.meanwhile = meanwhile;
  }

  /** Another owner takes a partition over, and counts nothing. */
  synchronized void claimBySomebodyElse(SourcePartition partition) {
    positions.computeIfPresent(
        partition, (key, at) -> new Position(at.topicId(), at.next(), ++epochs));
  }

  /** Its books about a partition say something else than every batch that moves it. */
  synchronized void contradict(SourcePartition partition) {
    contradicted.add(partition);
  }

  /** An operator has put the books of every partition right. */
  synchronized void reconcile(SourcePartition partition) {
    contradicted.remove(partition);
    claimBySomebodyElse(partition);
  }

  /** An operator moves a partition, and settles what was lost of it. */
  synchronized void place(SourcePartition partition, UUID topicId, long next) {
    openLosses.removeIf(loss -> loss.partition().equals(partition));
    positions.put(partition, new Position(topicId, next, ++epochs));
  }

  /** The last record before a position has this leader epoch. */
  synchronized void placeUnder(SourcePartition partition, int leaderEpoch) {
    positions.computeIfPresent(
        partition,
        (key, at) ->
            new Position(at.topicId(), at.next(), at.epoch(), OptionalInt.of(leaderEpoch)));
  }

  /** It was put back to a state in which it knew of no loss. */
  synchronized void forgetLosses() {
    openLosses.clear();
  }

  /** It was put back to a state from before its first positions. */
  synchronized void forgetPositions() {
    positions.clear();
  }

  // ---- what it holds

  synchronized long next(SourcePartition partition) {
    Position at = positions.get(partition);
    return at == null ? -1 : at.next();
  }

  synchronized Map<String, Counted> cells() {
    return new TreeMap<>(cells);
  }

  synchronized List<DeadLetter> letters() {
    return List.copyOf(letters);
  }

  synchronized long letters(RejectReason reason) {
    return letters.stream().filter(letter -> letter.reason() == reason).count();
  }

  synchronized List<Loss> losses() {
    return List.copyOf(losses);
  }

  /** What was asked, call by call, failed ones included. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized List<Batch> written() {
    return List.copyOf(written);
  }

  // ---- the port

  @Override
  public void enroll(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    enter("enroll " + source);
    synchronized (this) {
      firstOffsets.forEach(
          (number, first) ->
              positions.putIfAbsent(
                  new SourcePartition(source, topic, number), new Position(topicId, first, 0)));
    }
  }

  @Override
  public Claim claim(SourcePartition partition, UUID topicId, String owner) {
    enter("claim " + partition.number());
    synchronized (this) {
      Position at = positions.getOrDefault(partition, new Position(topicId, 0, 0));
      if (!at.topicId().equals(topicId)) {
        positions.put(partition, new Position(at.topicId(), at.next(), ++epochs));
        return new Claim.OtherTopic(at.topicId(), at.next(), epochs);
      }
      for (Loss loss : openLosses) {
        if (loss.partition().equals(partition) && loss.topicId().equals(topicId)) {
          return new Claim.Undecided(loss, at.next(), at.epoch());
        }
      }
      Position claimed = new Position(topicId, at.next(), ++epochs, at.leaderEpoch());
      positions.put(partition, claimed);
      return new Claim.Granted(claimed.next(), claimed.leaderEpoch(), claimed.epoch(), null);
    }
  }

  @Override
  public PartitionLook look(SourcePartition partition, UUID topicId) {
    enter("look " + partition.number());
    synchronized (this) {
      Position at = positions.get(partition);
      boolean open =
          openLosses.stream()
              .anyMatch(
                  loss -> loss.partition().equals(partition) && loss.topicId().equals(topicId));
      return new PartitionLook(
          at == null ? OptionalLong.empty() : OptionalLong.of(at.epoch()), open);
    }
  }

  @Override
  public WriteOutcome write(Batch batch) {
    enter("write " + batch.served());
    synchronized (this) {
      if (written.contains(batch)) {
        return new WriteOutcome.Written();
      }
      List<SourcePartition> fenced =
          batch.progress().stream()
              .filter(progress -> !stands(progress))
              .map(PartitionProgress::partition)
              .toList();
      if (!fenced.isEmpty()) {
        return new WriteOutcome.Fenced(fenced);
      }
      List<SourcePartition> against =
          batch.progress().stream()
              .filter(each -> !each.range().isEmpty() && contradicted.contains(each.partition()))
              .map(PartitionProgress::partition)
              .toList();
      if (!against.isEmpty()) {
        return new WriteOutcome.Contradicted(against, "counted already");
      }
      if (isPoisoned(batch)) {
        return new WriteOutcome.Refused("it is poison");
      }
      add(batch);
      if (answersLost) {
        answersLost = false;
        throw failure;
      }
      return new WriteOutcome.Written();
    }
  }

  @Override
  public void recordLoss(Loss loss, long ownerEpoch) {
    enter("loss " + loss.kind().code());
    synchronized (this) {
      losses.add(loss);
      openLosses.add(loss);
      Position at = positions.get(loss.partition());
      if (at != null && at.topicId().equals(loss.topicId()) && at.epoch() != ownerEpoch) {
        claimBySomebodyElse(loss.partition());
      }
    }
  }

  private boolean stands(PartitionProgress progress) {
    Position at = positions.get(progress.partition());
    return at != null
        && at.epoch() == progress.ownerEpoch()
        && at.next() == progress.range().first();
  }

  private static boolean isPoisoned(Batch batch) {
    return batch.cells().stream()
        .flatMap(each -> each.cells().stream())
        .anyMatch(cell -> POISON.equals(cell.dimensions().get(0)));
  }

  private void add(Batch batch) {
    for (PartitionProgress progress : batch.progress()) {
      positions.computeIfPresent(
          progress.partition(),
          (key, at) -> new Position(at.topicId(), progress.range().next(), at.epoch()));
    }
    batch.cells().forEach(each -> each.cells().forEach(this::add));
    letters.addAll(batch.deadLetters());
    written.add(batch);
  }

  private void add(Cell cell) {
    Object quantity = cell.measures().get(1);
    Counted counted =
        new Counted(cell.records(), quantity == null ? BigDecimal.ZERO : (BigDecimal) quantity);
    cells.merge(String.valueOf(cell.dimensions().get(0)), counted, Counted::plus);
  }

  /** Notes the call, lets happen what happens meanwhile, and fails where it was told to. */
  private void enter(String call) {
    Meanwhile happening;
    synchronized (this) {
      calls.add(call);
      happening = meanwhile;
    }
    try {
      happening.happens();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted", e);
    }
    RuntimeException thrown = nextFailure();
    if (thrown != null) {
      throw thrown;
    }
  }

  private synchronized @Nullable RuntimeException nextFailure() {
    if (failures == 0) {
      return null;
    }
    if (failures != Integer.MAX_VALUE) {
      failures--;
    }
    return failure;
  }
}
