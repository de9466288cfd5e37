package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.RollupCells;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection while a transaction uses it, and the statements behind its steps. Closing never
 * hides the failure that led there. Not thread-safe.
 */
final class JdbcTransaction implements StoreTransaction {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcTransaction.class);

  private final Connection connection;

  private JdbcTransaction(Connection connection) {
    this.connection = connection;
  }

  static JdbcTransaction open(ConnectionSource connections) throws SQLException {
    Connection connection = connections.open();
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      new JdbcTransaction(connection).close();
      throw e;
    }
    return new JdbcTransaction(connection);
  }

  Connection connection() {
    return connection;
  }

  @Override
  public boolean hasPositions(String source, String topic) throws SQLException {
    return PositionRows.hasAny(connection, source, topic);
  }

  @Override
  public void insertPositions(
      String source, String topic, UUID topicId, Map<Integer, Long> firstOffsets)
      throws SQLException {
    PositionRows.insert(connection, source, topic, topicId, firstOffsets);
  }

  @Override
  public void insertPositionIfAbsent(SourcePartition partition, UUID topicId) throws SQLException {
    PositionRows.insertIfAbsent(connection, partition, topicId);
  }

  @Override
  public @Nullable LockedPosition lockPosition(SourcePartition partition) throws SQLException {
    return PositionRows.lock(connection, partition);
  }

  @Override
  public OptionalLong ownerEpoch(SourcePartition partition) throws SQLException {
    return PositionRows.ownerEpoch(connection, partition);
  }

  @Override
  public void takeOver(SourcePartition partition, String owner) throws SQLException {
    PositionRows.takeOver(connection, partition, owner);
  }

  @Override
  public int[] advance(List<PartitionProgress> progress) throws SQLException {
    return PositionRows.advance(connection, progress);
  }

  @Override
  public void addCells(RollupCells cells) throws SQLException {
    CellRows.add(connection, cells);
  }

  @Override
  public List<LedgerEntry> ledgerAround(List<LedgerEntry> entries) throws SQLException {
    return LedgerRows.around(connection, entries);
  }

  @Override
  public void replaceLedger(List<LedgerEntry> entries) throws SQLException {
    LedgerRows.replace(connection, entries);
  }

  @Override
  public void deleteLedger(List<LedgerEntry> entries) throws SQLException {
    LedgerRows.delete(connection, entries);
  }

  @Override
  public void addDeadLetters(List<DeadLetter> letters) throws SQLException {
    DeadLetterRows.add(connection, letters);
  }

  @Override
  public void recordLoss(Loss loss, boolean openAgain) throws SQLException {
    LossRows.record(connection, loss, openAgain);
  }

  @Override
  public @Nullable Loss openLoss(SourcePartition partition, UUID topicId) throws SQLException {
    return LossRows.open(connection, partition, topicId);
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void discard() {
    try {
      connection.abort(Runnable::run);
      connection.rollback(); // fails, and by that a pool learns that the connection is gone
    } catch (SQLException e) {
      LOG.debug("a connection was given up", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a connection couldn't be closed", e);
    }
  }
}
