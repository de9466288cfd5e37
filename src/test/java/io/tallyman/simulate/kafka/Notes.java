package io.tallyman.simulate.kafka;

import java.util.function.Supplier;

/** Takes what happens in the model, for people to read. */
@FunctionalInterface
public interface Notes {

  /** Nobody reads along. */
  Notes NONE = (who, what) -> {};

  /**
   * Something happened.
   *
   * @param who the client to whom, or the group
   * @param what asked only where somebody reads along
   */
  void note(String who, Supplier<String> what);
}
