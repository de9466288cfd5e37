package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.LedgerEntry;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import io.tallyman.store.PositionMoves;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.RollupState;
import io.tallyman.store.SourceStanding;
import io.tallyman.store.StoredPosition;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A store's side of the source {@code sales}, which a test sets up and which moves are noted in.
 */
final class StandingPositions implements PositionMoves {

  static final UUID TOPIC_ID = new UUID(0, 1);
  static final RollupId ROLLUP = new RollupId("sales_by_day", "0123456789ab");

  final TreeMap<Integer, StoredPosition> positions = new TreeMap<>();
  final List<Loss> losses = new ArrayList<>();
  final List<LedgerEntry> counted = new ArrayList<>();
  final List<PositionMove> moved = new ArrayList<>();
  final List<OperatorNote> notes = new ArrayList<>();
  boolean away;

  static SourcePartition partition(int number) {
    return new SourcePartition("sales", "sales-events", number);
  }

  /** A position that everything before is counted of. */
  void standsAt(int partition, long offset) {
    positions.put(
        partition,
        new StoredPosition(
            partition(partition), TOPIC_ID, 0, offset, OptionalInt.of(3), "host/1", 7, null));
    counted.removeIf(entry -> entry.partition() == partition);
    counts(ROLLUP, partition, 0, offset);
  }

  void counts(RollupId rollup, int partition, long first, long next) {
    counted.add(
        new LedgerEntry(
            rollup,
            "sales-events",
            TOPIC_ID,
            partition,
            new OffsetRange(first, next),
            next - first,
            0,
            new Outcomes(next - first, 0, 0, 0, 0, 0)));
  }

  void lost(int partition, Loss.Kind kind, long first, long next) {
    losses.add(
        new Loss(partition(partition), TOPIC_ID, new OffsetRange(first, next), kind, "lost"));
  }

  @Override
  public SourceStanding standing(String source, String topic) {
    if (away) {
      throw new StoreUnavailable(
          "can't read how sales stands. Nothing was changed.", new SQLException("gone"));
    }
    return new SourceStanding(
        List.copyOf(positions.values()),
        losses,
        counted,
        List.of(
            new RegisteredRollup(
                ROLLUP, "sales", "sales-events", "t", "{}", RollupState.READY, Instant.EPOCH)));
  }

  @Override
  public void move(String source, String topic, OperatorNote note, Decision decision) {
    List<PositionMove> moves = decision.on(standing(source, topic));
    moved.addAll(moves);
    notes.add(note);
    moves.forEach(this::carryOut);
  }

  private void carryOut(PositionMove move) {
    StoredPosition before = move.before();
    positions.put(
        before.partition().number(),
        new StoredPosition(
            before.partition(),
            move.topicId(),
            before.firstOffset(),
            move.nextOffset(),
            OptionalInt.empty(),
            "operator",
            before.ownerEpoch() + 1,
            null));
    losses.removeAll(move.settles());
  }
}
