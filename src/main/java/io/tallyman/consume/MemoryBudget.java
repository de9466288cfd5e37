package io.tallyman.consume;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many bytes all lanes of the process may hold in batches, growing ones and those that wait for
 * the store. When it is used up, every lane hands its batch over, and reads on only when the store
 * has taken one. Thread-safe.
 */
public final class MemoryBudget {

  private final LongSupplier limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   */
  public MemoryBudget(long limit) {
    this(() -> limit);
  }

  /**
   * @param limit in bytes; it may change
   */
  public MemoryBudget(LongSupplier limit) {
    this.limit = limit;
  }

  /** Takes bytes, or gives them back where negative. */
  void take(long bytes) {
    used.addAndGet(bytes);
  }

  boolean isUsedUp() {
    return used.get() >= limit.getAsLong();
  }

  /** How many bytes they may hold. */
  public long limit() {
    return limit.getAsLong();
  }

  /** About how many bytes the batches hold now. */
  public long used() {
    return used.get();
  }
}
