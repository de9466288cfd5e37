package io.tallyman.simulate.database;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import io.tallyman.store.PositionMoves;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.SourceStanding;
import io.tallyman.store.StoredPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An operator's moves as a transaction of the model: the same rows as MySqlPositionMoves'. */
public final class OperatorMoves implements PositionMoves {

  /** Where its transactions begin. */
  @FunctionalInterface
  interface Source {
    SimulatedTransaction begin() throws SQLException;
  }

  private final Source source;
  private final List<RegisteredRollup> rollups;

  OperatorMoves(Source source, List<RegisteredRollup> rollups) {
    this.source = source;
    this.rollups = List.copyOf(rollups);
  }

  @Override
  public SourceStanding standing(String name, String topic) {
    try (SimulatedTransaction transaction = source.begin()) {
      return transaction.read(
          "read how a source stands", statement -> standing(statement, name, topic));
    } catch (SQLException e) {
      throw new StoreUnavailable("can't read how " + name + " stands", e);
    }
  }

  /** Nobody looks what became of a COMMIT without an answer: the operator would. */
  @Override
  public void move(String name, String topic, OperatorNote note, Decision decision) {
    try (SimulatedTransaction transaction = source.begin()) {
      SourceStanding locked =
          transaction.read(
              "lock the positions of a source", statement -> locked(statement, name, topic));
      for (PositionMove move : decision.on(locked)) {
        transaction.operate("move a position", statement -> move(statement, move, note));
      }
      transaction.commit();
    } catch (SQLException e) {
      throw new StoreUnavailable("can't move the positions of " + name, e);
    }
  }

  private static void move(Statement statement, PositionMove move, OperatorNote note)
      throws SQLException {
    PositionSteps.move(statement, move, note.who());
    for (Loss settled : move.settles()) {
      LossSteps.settle(statement, settled, note);
    }
    Loss left = move.leaves().orElse(null);
    if (left != null) {
      LossSteps.recordLeft(statement, left, note);
    }
    if (move.goesBack()) {
      LossSteps.undoSkips(statement, move, note);
    }
    if (!move.skipped().isEmpty()) {
      LossSteps.recordSkip(statement, move, note);
    }
  }

  private SourceStanding locked(Statement statement, String name, String topic)
      throws SQLException {
    for (StoredPosition position : standing(statement, name, topic).positions()) {
      statement.lock(statement.tables().positions.row(position.partition()));
      statement.betweenRows();
    }
    return standing(statement, name, topic);
  }

  private SourceStanding standing(Statement statement, String name, String topic) {
    List<StoredPosition> positions =
        new ArrayList<>(statement.tables().positions.seenBy(statement.session()));
    positions.removeIf(each -> !isOf(each.partition(), name, topic));
    positions.sort(Comparator.comparing(StoredPosition::partition));
    List<Loss> losses =
        statement.tables().losses.seenBy(statement.session()).stream()
            .filter(each -> each.state() == RecordedLoss.State.OPEN)
            .map(RecordedLoss::loss)
            .filter(each -> isOf(each.partition(), name, topic))
            .sorted(Comparator.comparing(Loss::partition))
            .toList();
    List<LedgerEntry> counted =
        statement.tables().ledger.seenBy(statement.session()).stream()
            .filter(each -> each.topic().equals(topic))
            .sorted(CommittedRows.LEDGER_ORDER)
            .toList();
    return new SourceStanding(positions, losses, counted, rollups);
  }

  private static boolean isOf(SourcePartition partition, String name, String topic) {
    return partition.source().equals(name) && partition.topic().equals(topic);
  }
}
