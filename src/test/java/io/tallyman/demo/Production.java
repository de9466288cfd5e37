package io.tallyman.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the demo's records come from. Started and stopped once; its figures are for any thread. */
interface Production {

  /** Begins to send. */
  void start();

  /** Ends the sending soon; {@link #isOver} says when all that was sent is acknowledged. */
  void stop();

  /** Whether nothing more is sent or awaited. */
  boolean isOver();

  /** How many records Kafka has acknowledged. */
  long acknowledged();

  /** The offset after the last acknowledged record, of each partition that has any. */
  Map<Integer, Long> ends();

  /** What made Kafka refuse a record, which makes the tally worthless; null as a rule. */
  @Nullable Exception failure();

  /** What was sent; complete when all is over. */
  Tally tally();
}
