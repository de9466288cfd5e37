package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.WriteOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/**
 * The store in MySQL or MariaDB. A batch is one transaction, which begins with the fence: a
 * compare-and-set on the offset and the epoch of every partition that it moves. Statements are
 * never repeated on their own; any failure rolls the whole transaction back, and the same batch may
 * be written again. Thread-safe.
 */
public final class MySqlRollupStore implements RollupStore {

  private final ConnectionSource connections;
  private final SqlFailures failures;
  private final Transactions transactions;

  /**
   * @param connections writing sessions: READ COMMITTED, strict, with short waits
   * @param place where the database is, for people to read
   */
  public MySqlRollupStore(ConnectionSource connections, String place) {
    this.connections = connections;
    this.failures = new SqlFailures(place);
    this.transactions = new Transactions(connections, failures);
  }

  @Override
  public void enroll(String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets) {
    transactions.execute(
        "enroll " + source + ":" + topic,
        connection -> {
          if (!PositionRows.hasAny(connection, source, topic)) {
            insertUnlessOvertaken(connection, source, topic, topicId, firstOffsets);
          }
        });
  }

  /** Of several hosts that get here together, the first to commit decides; the others wait. */
  private static void insertUnlessOvertaken(
      Connection connection, String source, String topic, UUID topicId, Map<Integer, Long> offsets)
      throws SQLException {
    try {
      PositionRows.insert(connection, source, topic, topicId, offsets);
    } catch (SQLException e) {
      if (!SqlFailures.isDuplicateKey(e)) {
        throw e;
      }
      connection.rollback();
    }
  }

  @Override
  public Claim claim(SourcePartition partition, UUID topicId, String owner) {
    return transactions.run(
        "claim " + partition,
        connection -> {
          PositionRows.insertIfAbsent(connection, partition, topicId);
          PositionRows.Position now = PositionRows.lock(connection, partition);
          if (now == null) {
            throw new SQLException("the position of " + partition + " was deleted meanwhile");
          }
          if (!now.topicId().equals(topicId)) {
            return new Claim.OtherTopic(now.topicId(), now.nextOffset(), now.ownerEpoch());
          }
          PositionRows.takeOver(connection, partition, owner);
          return new Claim.Granted(
              now.nextOffset(), now.leaderEpoch(), now.ownerEpoch() + 1, now.countedUntil());
        });
  }

  @Override
  public long ownerEpoch(SourcePartition partition) {
    return transactions.run(
        "look at the position of " + partition,
        connection -> PositionRows.ownerEpoch(connection, partition));
  }

  @Override
  public WriteOutcome write(Batch batch) {
    try (Session session = Session.open(connections)) {
      if (!apply(session, batch)) {
        return outcome(session, batch, new SQLException("the positions had moved"));
      }
      return commit(session, batch);
    } catch (DataRefused e) {
      return new WriteOutcome.Refused(e.getMessage());
    } catch (LedgerOverlap e) {
      return new WriteOutcome.Contradicted(e.partitionsOf(batch), e.getMessage());
    } catch (SQLException e) {
      throw failures.unavailable(sentence(batch), e);
    }
  }

  /** Does everything but the commit; or nothing, where the fence doesn't let it through. */
  private static boolean apply(Session session, Batch batch)
      throws SQLException, DataRefused, LedgerOverlap {
    Connection connection = session.connection();
    try {
      if (!PositionRows.advance(connection, batch.progress())) {
        session.rollback();
        return false;
      }
      CellRows.add(connection, batch.cells());
      LedgerRows.add(connection, batch.progress());
      DeadLetterRows.add(connection, batch.deadLetters());
      return true;
    } catch (SQLException | DataRefused | LedgerOverlap | RuntimeException e) {
      session.rollbackAfter(e);
      throw e;
    }
  }

  private WriteOutcome commit(Session session, Batch batch) throws SQLException {
    try {
      session.commit();
      return new WriteOutcome.Written();
    } catch (SQLException lost) {
      session.discard();
      try (Session other = Session.open(connections)) {
        return outcome(other, batch, lost);
      } catch (SQLException e) {
        e.addSuppressed(lost);
        throw e;
      }
    }
  }

  /** Learns from the positions what became of a batch that wasn't written just now. */
  private WriteOutcome outcome(Session session, Batch batch, SQLException why) throws SQLException {
    BatchStanding standing;
    try {
      standing = BatchStanding.read(session.connection(), batch);
      session.rollback();
    } catch (SQLException e) {
      session.rollbackAfter(e);
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
  public void recordLoss(Loss loss) {
    transactions.execute(
        "record a loss of " + loss.partition(), connection -> LossRows.record(connection, loss));
  }

  private static String sentence(Batch batch) {
    return "write a batch of " + batch.served() + " records and " + batch.cellCount() + " cells";
  }
}
