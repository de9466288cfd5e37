package io.tallyman.rollup;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an event's time may be from its record's own timestamp. No clock has a say in it, so that
 * counting a record again later gives the same answer.
 *
 * @param late how long before the record's timestamp an event may have happened; empty for any time
 * @param early how long after the record's timestamp an event may claim to have happened
 */
public record AcceptWindow(Optional<Duration> late, Duration early) {

  /** Seven days late, five minutes early. */
  public static final AcceptWindow DEFAULT =
      new AcceptWindow(Optional.of(Duration.ofDays(7)), Duration.ofMinutes(5));

  public AcceptWindow {
    if (late.map(Duration::isNegative).orElse(false) || early.isNegative()) {
      throw new IllegalArgumentException("a window isn't negative: " + late + ", " + early);
    }
  }

  boolean isLate(long eventMillis, long recordMillis) {
    return late.isPresent() && eventMillis < recordMillis - late.get().toMillis();
  }

  boolean isEarly(long eventMillis, long recordMillis) {
    return eventMillis > recordMillis + early.toMillis();
  }
}
