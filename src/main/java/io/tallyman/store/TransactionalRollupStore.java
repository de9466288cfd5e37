package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionLook;
import io.tallyman.rollup.RollupCells;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.WriteOutcome;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/**
 * The store in a database, whoever carries the steps of its transactions out. A batch is one
 * transaction, which begins with the fence: a compare-and-set on the offset and the epoch of every
 * partition that it moves. Steps are never repeated on their own; any failure rolls the whole
 * transaction back, and the same batch may be written again. Thread-safe.
 */
public final class TransactionalRollupStore implements RollupStore {

  private final TransactionSource source;
  private final SqlFailures failures;
  private final Transactions transactions;
  private final Runnable answerLost;

  /**
   * @param source transactions at READ COMMITTED, strict, with short waits
   * @param place where the database is, for people to read
   */
  public TransactionalRollupStore(TransactionSource source, String place) {
    this(source, place, () -> {});
  }

  /**
   * @param source transactions at READ COMMITTED, strict, with short waits
   * @param place where the database is, for people to read
   * @param answerLost is told of each commit whose answer was lost
   */
  public TransactionalRollupStore(TransactionSource source, String place, Runnable answerLost) {
    this.answerLost = answerLost;
    this.source = source;
    this.failures = new SqlFailures(place);
    this.transactions = new Transactions(source, failures);
  }

  @Override
  public void enroll(String name, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    transactions.execute(
        "enroll " + name + ":" + topic,
        transaction -> {
          if (!transaction.hasPositions(name, topic)) {
            insertUnlessOvertaken(transaction, name, topic, topicId, firstOffsets);
          }
        });
  }

  /** Of several hosts that get here together, the first to commit decides; the others wait. */
  private static void insertUnlessOvertaken(
      StoreTransaction transaction,
      String name,
      String topic,
      UUID topicId,
      Map<Integer, Long> offsets)
      throws SQLException {
    try {
      transaction.insertPositions(name, topic, topicId, offsets);
    } catch (SQLException e) {
      if (!SqlFailures.isDuplicateKey(e)) {
        throw e;
      }
      transaction.rollback();
    }
  }

  @Override
  public Claim claim(SourcePartition partition, UUID topicId, String owner) {
    return transactions.run(
        "claim " + partition,
        transaction -> {
          // a missing row locks nothing, so it is made before it is locked
          transaction.insertPositionIfAbsent(partition, topicId);
          LockedPosition now = transaction.lockPosition(partition);
          if (now == null) {
            throw new SQLException("the position of " + partition + " was deleted meanwhile");
          }
          if (!now.topicId().equals(topicId)) {
            // nobody counts on in the old topic behind the place that is then called lost
            transaction.takeOver(partition, owner);
            return new Claim.OtherTopic(now.topicId(), now.nextOffset(), now.ownerEpoch() + 1);
          }
          // under the lock: an operator settles a loss and moves the position in one transaction
          Loss loss = transaction.openLoss(partition, topicId);
          if (loss != null) {
            return new Claim.Undecided(loss, now.nextOffset(), now.ownerEpoch());
          }
          transaction.takeOver(partition, owner);
          return new Claim.Granted(
              now.nextOffset(), now.leaderEpoch(), now.ownerEpoch() + 1, now.countedUntil());
        });
  }

  @Override
  public PartitionLook look(SourcePartition partition, UUID topicId) {
    return transactions.run(
        "look at the position of " + partition,
        transaction ->
            new PartitionLook(
                transaction.ownerEpoch(partition),
                transaction.openLoss(partition, topicId) != null));
  }

  @Override
  public WriteOutcome write(Batch batch) {
    try (StoreTransaction transaction = source.begin()) {
      if (!apply(transaction, batch)) {
        return outcome(transaction, batch, new SQLException("the positions had moved"));
      }
      return commit(transaction, batch);
    } catch (DataRefused e) {
      return new WriteOutcome.Refused(e.getMessage());
    } catch (LedgerOverlap e) {
      return new WriteOutcome.Contradicted(e.partitionsOf(batch), e.getMessage());
    } catch (SQLException e) {
      throw failures.unavailable(sentence(batch), e);
    }
  }

  /** Does everything but the commit; or nothing, where the fence doesn't let it through. */
  private static boolean apply(StoreTransaction transaction, Batch batch)
      throws SQLException, DataRefused, LedgerOverlap {
    try {
      int[] moved = transaction.advance(batch.progress());
      if (moved.length != batch.progress().size() || !Arrays.stream(moved).allMatch(n -> n == 1)) {
        transaction.rollback();
        return false;
      }
      for (RollupCells rollup : batch.cells()) {
        addCells(transaction, rollup);
      }
      LedgerBooking.add(transaction, batch.progress());
      transaction.addDeadLetters(batch.deadLetters());
      return true;
    } catch (SQLException | DataRefused | LedgerOverlap | RuntimeException e) {
      transaction.rollbackAfter(e);
      throw e;
    }
  }

  private static void addCells(StoreTransaction transaction, RollupCells rollup)
      throws SQLException, DataRefused {
    try {
      transaction.addCells(rollup);
    } catch (SQLException e) {
      if (SqlFailures.isRefusal(e)) {
        throw new DataRefused(rollup.table().id() + ": " + SqlFailures.cause(e), e);
      }
      throw e;
    }
  }

  private WriteOutcome commit(StoreTransaction transaction, Batch batch) throws SQLException {
    try {
      transaction.commit();
      return new WriteOutcome.Written();
    } catch (SQLException lost) {
      answerLost.run();
      transaction.discard();
      try (StoreTransaction other = source.begin()) {
        return outcome(other, batch, lost);
      } catch (SQLException e) {
        e.addSuppressed(lost);
        throw e;
      }
    }
  }

  /** Learns from the positions what became of a batch that wasn't written just now. */
  private WriteOutcome outcome(StoreTransaction transaction, Batch batch, SQLException why)
      throws SQLException {
    BatchStanding standing;
    try {
      standing = BatchStanding.read(transaction, batch);
      transaction.rollback();
    } catch (SQLException e) {
      transaction.rollbackAfter(e);
      throw e;
    }
    if (standing instanceof BatchStanding.Committed) {
      return new WriteOutcome.Written();
    } else if (standing instanceof BatchStanding.Foreign foreign) {
      return new WriteOutcome.Fenced(foreign.partitions());
    }
    throw failures.unavailable(sentence(batch), why);
  }

  @Override
  public void recordLoss(Loss loss, long ownerEpoch) {
    transactions.execute(
        "record a loss of " + loss.partition(),
        transaction -> {
          LockedPosition now = transaction.lockPosition(loss.partition());
          boolean untouched = now != null && now.ownerEpoch() == ownerEpoch;
          // told late, a loss that an operator has settled meanwhile stays settled
          transaction.recordLoss(loss, untouched);
          if (now != null && !untouched && isOpen(transaction, now, loss)) {
            transaction.takeOver(loss.partition(), "nobody: a loss is open");
          }
        });
  }

  private static boolean isOpen(StoreTransaction transaction, LockedPosition now, Loss loss)
      throws SQLException {
    return now.topicId().equals(loss.topicId())
        && transaction.openLoss(loss.partition(), loss.topicId()) != null;
  }

  private static String sentence(Batch batch) {
    return "write a batch of " + batch.served() + " records and " + batch.cellCount() + " cells";
  }
}
