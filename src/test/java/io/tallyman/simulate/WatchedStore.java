package io.tallyman.simulate;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.WriteOutcome;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The store of a host; says what it answers, and cries out where it fails as it never should. */
final class WatchedStore implements RollupStore {

  private final RollupStore store;
  private final Consumer<Supplier<String>> notes;
  private final Consumer<Violation> violations;
  private final Set<SourcePartition> reporting;

  /**
   * @param reporting takes the partitions whose loss is being written down
   */
  WatchedStore(
      RollupStore store,
      Consumer<Supplier<String>> notes,
      Consumer<Violation> violations,
      Set<SourcePartition> reporting) {
    this.store = store;
    this.notes = notes;
    this.violations = violations;
    this.reporting = reporting;
  }

  private <T> T watched(Supplier<String> what, Supplier<T> call) {
    try {
      T answer = call.get();
      notes.accept(() -> what.get() + ": " + answer);
      return answer;
    } catch (StoreUnavailable e) {
      notes.accept(() -> what.get() + ": " + e.getMessage());
      throw e;
    } catch (Strand.Killed e) {
      throw e;
    } catch (RuntimeException | Error e) {
      violations.accept(new Violation(Violation.kinds(e), "the store failed at: " + what.get(), e));
      throw e;
    }
  }

  @Override
  public void enroll(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    watched(
        () -> "enroll " + topicId + " at " + firstOffsets,
        () -> {
          store.enroll(source, topic, topicId, firstOffsets);
          return "done";
        });
  }

  @Override
  public Claim claim(SourcePartition partition, UUID topicId, String owner) {
    return watched(
        () -> "claim " + partition.number() + " of " + topicId,
        () -> store.claim(partition, topicId, owner));
  }

  @Override
  public PartitionLook look(SourcePartition partition, UUID topicId) {
    return watched(() -> "look at " + partition.number(), () -> store.look(partition, topicId));
  }

  private static String told(Batch batch) {
    return batch.progress().stream()
        .map(
            each ->
                "%d %s under epoch %d: served %d, absent %d"
                    .formatted(
                        each.partition().number(),
                        each.range(),
                        each.ownerEpoch(),
                        each.served(),
                        each.absent()))
        .collect(Collectors.joining("; "));
  }

  @Override
  public WriteOutcome write(Batch batch) {
    WriteOutcome outcome = watched(() -> "write " + told(batch), () -> store.write(batch));
    if (outcome instanceof WriteOutcome.Contradicted contradicted) {
      violations.accept(
          new Violation(
              "the ledger contradicts", "the ledger contradicts: " + contradicted.cause()));
    }
    return outcome;
  }

  @Override
  public void recordLoss(Loss loss, long ownerEpoch) {
    reporting.add(loss.partition());
    watched(
        () -> "record " + loss,
        () -> {
          store.recordLoss(loss, ownerEpoch);
          return "done";
        });
    reporting.remove(loss.partition());
  }
}
