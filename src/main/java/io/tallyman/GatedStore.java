package io.tallyman;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.WriteOutcome;
import java.util.Map;
import java.util.UUID;

/** A store behind its gate: nothing is asked of it before its tables were seen. */
record GatedStore(StoreGate gate, RollupStore store) implements RollupStore {

  @Override
  public void enroll(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    gate.pass();
    store.enroll(source, topic, topicId, firstOffsets);
  }

  @Override
  public Claim claim(SourcePartition partition, UUID topicId, String owner) {
    gate.pass();
    return store.claim(partition, topicId, owner);
  }

  @Override
  public PartitionLook look(SourcePartition partition, UUID topicId) {
    gate.pass();
    return store.look(partition, topicId);
  }

  @Override
  public WriteOutcome write(Batch batch) {
    gate.pass();
    return store.write(batch);
  }

  @Override
  public void recordLoss(Loss loss, long ownerEpoch) {
    gate.pass();
    store.recordLoss(loss, ownerEpoch);
  }
}
