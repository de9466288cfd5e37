package io.tallyman.smoke;

import io.tallyman.produce.ProduceFailure;

/** Where marked events go. */
@FunctionalInterface
public interface Feed {

  /**
   * Sends the events 1 to {@code events} of a run, and returns when Kafka has all of them.
   *
   * @throws ProduceFailure when Kafka takes no more
   */
  void send(String run, int events) throws ProduceFailure, InterruptedException;
}
