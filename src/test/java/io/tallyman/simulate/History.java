package io.tallyman.simulate;

import java.util.function.Supplier;

/** What happens in a schedule, line by line, for people to read. */
@FunctionalInterface
interface History {

  /** Nobody reads along. */
  History SILENT = (nanos, who, what) -> {};

  /**
   * Something happened.
   *
   * @param nanos when
   * @param who which host or part
   * @param what asked only where somebody reads along
   */
  void note(long nanos, String who, Supplier<String> what);
}
