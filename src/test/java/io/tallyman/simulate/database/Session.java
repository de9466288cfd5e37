package io.tallyman.simulate.database;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session as the server has it, with the transaction that is under way in it. */
final class Session {

  /** What a change has to put back. */
  record Undo<V>(Row<V> row, @Nullable V before) {

    void undo() {
      row.put(before);
    }
  }

  private final String host;
  private final List<RowLock> held = new ArrayList<>();
  private final List<Undo<?>> undo = new ArrayList<>();
  private @Nullable LockRequest waitsFor;
  private boolean open = true;
  private boolean abandoned;
  private long heardAt;

  Session(String host, long now) {
    this.host = host;
    this.heardAt = now;
  }

  String host() {
    return host;
  }

  /** Whether the server still has it. */
  boolean isOpen() {
    return open;
  }

  /** Its client is gone, whether the server has noticed or not. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** The client says something, or the server is at work for it. */
  void heard(long now) {
    heardAt = now;
  }

  long heardAt() {
    return heardAt;
  }

  void holds(RowLock lock) {
    held.add(lock);
  }

  void waitsFor(@Nullable LockRequest request) {
    waitsFor = request;
  }

  @Nullable LockRequest waitsFor() {
    return waitsFor;
  }

  /** How much work is lost when it is rolled back. */
  int weight() {
    return undo.size() + held.size();
  }

  <V> void put(Row<V> row, @Nullable V value) {
    undo.add(new Undo<>(row, row.current()));
    row.put(value);
  }

  boolean hasChanges() {
    return !undo.isEmpty();
  }

  /** Where the statement that begins now would have to go back to. */
  int savepoint() {
    return undo.size();
  }

  /**
   * Undoes the changes since then. The rows are still held, but for those that aren't there any
   * more: nothing is left to hold of an insert.
   */
  void rollbackTo(int savepoint) {
    List<Row<?>> changed = new ArrayList<>();
    while (undo.size() > savepoint) {
      Undo<?> last = undo.remove(undo.size() - 1);
      last.undo();
      changed.add(last.row());
    }
    for (Row<?> row : changed) {
      if (!row.exists() && held.remove(row.lock())) {
        row.lock().releaseGap(this);
      }
    }
  }

  void release(RowLock lock) {
    held.remove(lock);
    lock.release(this);
  }

  /** Undoes the transaction and gives all rows free. */
  void rollback() {
    rollbackTo(0);
    releaseAll();
  }

  /** Makes the changes last and gives all rows free. */
  List<Undo<?>> commit() {
    List<Undo<?>> earlier = new ArrayList<>();
    for (Undo<?> change : undo) {
      if (change.row().isChanged()) {
        earlier.add(committed(change.row()));
      }
    }
    undo.clear();
    releaseAll();
    return earlier;
  }

  private static <V> Undo<V> committed(Row<V> row) {
    Undo<V> earlier = new Undo<>(row, row.committed());
    row.commit();
    return earlier;
  }

  private void releaseAll() {
    List<RowLock> all = List.copyOf(held);
    held.clear();
    all.forEach(lock -> lock.release(this));
  }

  /** The server has it no more. */
  void end() {
    if (open) {
      open = false;
      if (waitsFor != null) {
        waitsFor.giveUp(LockRequest.State.GONE);
      }
      rollback();
    }
  }
}
