package io.tallyman;

import io.tallyman.admin.control.ChangeListener;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.OperatorNote;
import io.tallyman.store.PositionMove;
import io.tallyman.store.PositionMoves;
import io.tallyman.store.SourceStanding;
import java.util.ArrayList;
import java.util.List;

/** Positions that are moved as ever, and whoever wants to hear of it does so afterwards. */
final class AnnouncedMoves implements PositionMoves {

  private final PositionMoves store;
  private final ChangeListener listener;

  /**
   * @param listener hears of each call once, however many partitions it moves
   */
  AnnouncedMoves(PositionMoves store, ChangeListener listener) {
    this.store = store;
    this.listener = listener;
  }

  @Override
  public SourceStanding standing(String source, String topic) {
    return store.standing(source, topic);
  }

  @Override
  public void move(String source, String topic, OperatorNote note, Decision decision) {
    List<PositionMove> moved = new ArrayList<>();
    store.move(
        source,
        topic,
        note,
        locked -> {
          moved.clear(); // it may be asked again
          moved.addAll(decision.on(locked));
          return List.copyOf(moved);
        });
    if (moved.size() == 1) {
      listener.changed(AuditEntry.of(note.action(), moved.get(0)));
    } else if (!moved.isEmpty()) {
      String target = source + ", " + moved.size() + " partitions";
      listener.changed(new AuditEntry(note.action(), target, "fleet", "", "", "done"));
    }
  }
}
