package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupCells;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps that one transaction at READ COMMITTED can take: each does to rows what it is told, and
 * decides nothing. Rows that a step writes or locks are held until the commit or the rollback.
 *
 * <p>Every step throws {@link SQLException} with the codes and states of MySQL. What a failed step
 * did is undone, and nothing else is for certain: the transaction must be rolled back. For one
 * thread at a time.
 */
public interface StoreTransaction extends AutoCloseable {

  /** Whether the source has any position in the topic, as it was committed last. */
  boolean hasPositions(String source, String topic) throws SQLException;

  /**
   * Inserts positions, which begin at these offsets, in the order of their partitions.
   *
   * @param firstOffsets by the partition's number
   * @throws SQLException of a duplicate key at the first that is there
   */
  void insertPositions(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets)
      throws SQLException;

  /** Inserts a position that begins at offset 0; one that is there stays as it is. */
  void insertPositionIfAbsent(SourcePartition partition, UUID topicId) throws SQLException;

  /** Waits for whoever holds the position, then holds it; null where there is none. */
  @Nullable LockedPosition lockPosition(SourcePartition partition) throws SQLException;

  /** The owner epoch as it was committed last; empty where there is no position. Locks nothing. */
  OptionalLong ownerEpoch(SourcePartition partition) throws SQLException;

  /**
   * Bumps the owner epoch of a position that is locked.
   *
   * @param owner who owns it from now on, for people to read
   */
  void takeOver(SourcePartition partition, String owner) throws SQLException;

  /**
   * Moves each position on that stands where its progress begins, under its epoch and its topic.
   *
   * @return for each progress, in its order, how many positions matched: 1, or 0 where it stands
   *     otherwise or there is none
   */
  int[] advance(List<PartitionProgress> progress) throws SQLException;

  /** Adds cells to those that are there, in the order of their primary keys. */
  void addCells(RollupCells cells) throws SQLException;

  /** What the ledger has, as it was committed last, that overlaps these entries or touches them. */
  List<LedgerEntry> ledgerAround(List<LedgerEntry> entries) throws SQLException;

  /** Writes entries in the place of those that have the same first offset, where there are some. */
  void replaceLedger(List<LedgerEntry> entries) throws SQLException;

  /** Deletes the entries that have these first offsets. */
  void deleteLedger(List<LedgerEntry> entries) throws SQLException;

  /** Adds dead letters; those that are there stay as they are. */
  void addDeadLetters(List<DeadLetter> letters) throws SQLException;

  /**
   * Writes a loss down; one that is there grows where the new one ends later, and is open again.
   *
   * @param openAgain whether one that is there and doesn't grow is open again too
   */
  void recordLoss(Loss loss, boolean openAgain) throws SQLException;

  /**
   * The open loss of that partition and topic that was written down first, as it was committed
   * last; null where there is none. Locks nothing: whoever holds the position is sure that no
   * operator settles it meanwhile.
   */
  @Nullable Loss openLoss(SourcePartition partition, UUID topicId) throws SQLException;

  /**
   * Makes all of it last, at once.
   *
   * @throws SQLException when it isn't known whether the transaction was committed
   */
  void commit() throws SQLException;

  /** Undoes the whole transaction. Another may begin with the next step. */
  void rollback() throws SQLException;

  /** Throws the connection away, so that nobody gets it again. Never throws. */
  void discard();

  /** Undoes the whole transaction after a failure; where even that fails, the server will. */
  default void rollbackAfter(Exception failure) {
    try {
      rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      discard();
    }
  }

  /** Gives the connection back. Never throws. */
  @Override
  void close();
}
