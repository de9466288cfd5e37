package io.tallyman.simulate.database;

import org.jspecify.annotations.Nullable;

/**
 * A row, or the place of one that isn't there: as it was committed last, as the transaction that
 * holds it has left it, and who holds it or waits for it.
 */
final class Row<V> {

  private final RowLock lock;
  private @Nullable V committed;
  private @Nullable V current;

  /**
   * @param key its primary key, for people to read
   */
  Row(Object key) {
    this.lock = new RowLock(key);
  }

  RowLock lock() {
    return lock;
  }

  /** As it was committed last; null where it isn't there. */
  @Nullable V committed() {
    return committed;
  }

  /** As whoever holds it has left it; null where it isn't there. */
  @Nullable V current() {
    return current;
  }

  /** What a plain read of this session sees: its own changes, and what was committed last. */
  @Nullable V seenBy(Session session) {
    return lock.isHeldExclusivelyBy(session) ? current : committed;
  }

  void put(@Nullable V value) {
    current = value;
  }

  /** Whether anybody can see it. */
  boolean exists() {
    return current != null || committed != null;
  }

  boolean isChanged() {
    return current != committed;
  }

  void commit() {
    committed = current;
  }

  /** Puts back what was committed before. */
  void recommit(@Nullable V earlier) {
    committed = earlier;
    current = earlier;
  }
}
