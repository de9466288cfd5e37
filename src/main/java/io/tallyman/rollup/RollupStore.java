package io.tallyman.rollup;

import io.tallyman.event.SourcePartition;
import java.util.Map;
import java.util.UUID;

/**
 * Where batches are written: the one commit point, and the fence in front of it. Thread-safe.
 *
 * <p>A position row is the mutex of its partition. Whoever claims it gets an owner epoch that the
 * store issues, larger than every earlier one; a batch is written only while the epochs under which
 * its records were read still stand.
 */
public interface RollupStore {

  /**
   * Gives a source its first positions, for all its partitions at once. Does nothing where the
   * source already has a position in this topic: of several hosts that start together, one decides.
   *
   * @param source the source's name
   * @param topic its topic
   * @param topicId the topic's id in Kafka
   * @param firstOffsets where to start, by partition number
   * @throws StoreUnavailable when the store can't answer now; nothing was written
   */
  void enroll(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets);

  /**
   * Takes the partition over: waits for a write that is under way, then shuts every earlier owner
   * out. A partition that has no position yet starts at offset 0; one that has an open loss in its
   * topic is nobody's, until an operator has settled all of them and moved it on.
   *
   * @param partition which partition
   * @param topicId the topic's id in Kafka, which must be the one that the position belongs to
   * @param owner who claims, for people to read
   * @throws StoreUnavailable when the store can't answer now; the epoch may have been issued all
   *     the same
   */
  Claim claim(SourcePartition partition, UUID topicId, String owner);

  /**
   * How a partition stands now. Locks nothing.
   *
   * @param topicId the topic whose losses are asked for
   * @throws StoreUnavailable when the store can't answer now
   */
  PartitionLook look(SourcePartition partition, UUID topicId);

  /**
   * Writes the batch in one transaction, or nothing of it. Safe to call again with the same batch
   * after {@link StoreUnavailable}: a batch that is already in the store is not written twice.
   *
   * @throws StoreUnavailable when it isn't known to be written; try again
   */
  WriteOutcome write(Batch batch);

  /**
   * Writes down that offsets of a partition are lost to us, and shuts out whoever has claimed it
   * since: nobody counts while a loss is open. Recording the same loss again changes nothing, but a
   * settled one is open again where nobody has claimed or moved the partition since it was found:
   * then it was found after that.
   *
   * @param ownerEpoch under which it was found
   * @throws StoreUnavailable when the store can't answer now
   */
  void recordLoss(Loss loss, long ownerEpoch);
}
