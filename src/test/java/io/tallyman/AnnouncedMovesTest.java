package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import io.tallyman.store.PositionMoves;
import io.tallyman.store.SourceStanding;
import io.tallyman.store.StoredPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AnnouncedMovesTest {

  private static final UUID TOPIC = new UUID(0, 1);
  private static final OperatorNote NOTE =
      new OperatorNote(
          "anna, plan 1",
          new ActionNote(Instant.EPOCH, "host-1", "anna", "positions skip", "lost", "r-1"));

  private final List<AuditEntry> told = new ArrayList<>();
  private boolean away;
  private final PositionMoves moves = new AnnouncedMoves(new Deciding(), told::add);

  /** A store that decides twice, as one does whose first transaction was chosen to give way. */
  private final class Deciding implements PositionMoves {
    @Override
    public SourceStanding standing(String source, String topic) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void move(String source, String topic, OperatorNote note, Decision decision) {
      SourceStanding nothing = null; // our decisions don't look
      decision.on(nothing);
      decision.on(nothing);
      if (away) {
        throw new StoreUnavailable("away", new IllegalStateException());
      }
    }
  }

  private static PositionMove move(int partition) {
    return new PositionMove(
        new StoredPosition(
            new SourcePartition("sales", "sales-events", partition),
            TOPIC,
            0,
            100,
            OptionalInt.empty(),
            "host/1",
            7,
            null),
        TOPIC,
        150,
        new OffsetRange(100, 150),
        List.of());
  }

  @Test
  void shouldTellOfOneMoveWhatItDidAndOfManyHowMany() {
    moves.move("sales", "sales-events", NOTE, locked -> List.of(move(3)));
    moves.move("sales", "sales-events", NOTE, locked -> List.of(move(3), move(4)));
    moves.move("sales", "sales-events", NOTE, locked -> List.of());

    assertThat(told).hasSize(2).allMatch(entry -> entry.note().equals(NOTE.action()));
    assertThat(told.get(0).target()).isEqualTo("sales/3");
    assertThat(told.get(0).after()).startsWith("offset 150 ");
    assertThat(told.get(1).target()).isEqualTo("sales, 2 partitions");
  }

  @Test
  void shouldTellNothingOfWhatWasNotDone() {
    away = true;

    assertThatThrownBy(() -> moves.move("sales", "sales-events", NOTE, locked -> List.of(move(3))))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(told).isEmpty();
  }
}
