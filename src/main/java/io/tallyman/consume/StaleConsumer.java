package io.tallyman.consume;

import java.io.Serial;

/**
 * What the consumer has fetched may be of a log that is no more; the lane goes on with a new one.
 * Kafka's client keeps what it fetched for a paused partition, and serves it after any number of
 * seeks once the position is the same again (seen with kafka-clients 4.4.0, in both protocols).
 */
final class StaleConsumer extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  StaleConsumer(String message) {
    super(message);
  }
}
