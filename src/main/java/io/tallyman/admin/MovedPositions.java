package io.tallyman.admin;

import io.tallyman.consume.TopicCheck;
import io.tallyman.store.PositionMoves;

/**
 * What it takes to move positions.
 *
 * @param brokers what the topics are like
 * @param store where the positions are
 */
public record MovedPositions(Brokers brokers, PositionMoves store) {

  /** The brokers, as far as they tell about topics. */
  @FunctionalInterface
  public interface Brokers {

    /** Asks about the topic of a source, and waits for the answer. */
    TopicCheck.Answer describe(String source, String topic) throws InterruptedException;
  }
}
