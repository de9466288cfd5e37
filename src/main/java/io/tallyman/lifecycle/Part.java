package io.tallyman.lifecycle;

import java.util.List;

/**
 * One part of the system: a pool, a store, a consumer. {@link #start} and {@link #stop} are called
 * by one thread, in turn; a part that was stopped may be started again. {@link #check} may be
 * called by any thread at any time.
 */
public interface Part {

  /** The part's name: unique in its system, lower case, words joined by {@code -}. */
  String name();

  /** The names of the parts that must have started before this one. */
  default List<String> needs() {
    return List.of();
  }

  /**
   * Brings the part into service; what it takes is freed again before it throws.
   *
   * @throws Exception when the part can't serve; the message says what, where and the remedy
   */
  void start() throws Exception;

  /**
   * Announces that {@link #stop} will follow, so that parts wind down side by side. Whoever stops
   * several parts tells all of them before the first is stopped; returns at once.
   */
  default void stopSoon() {}

  /**
   * Takes the part out of service and frees what it holds, within its share of the shutdown budget.
   * Called once after each successful start.
   */
  void stop() throws Exception;

  /** How the part is, from what it knows already: no I/O, no waiting, no exception. */
  Check check();
}
