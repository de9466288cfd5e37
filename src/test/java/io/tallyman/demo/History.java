package io.tallyman.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How a growing number has come along, reading by reading: its recent rate, and when it stood
 * where. Not thread-safe.
 */
final class History {

  private record Reading(long nanos, long value) {}

  private static final long KEPT = Duration.ofMinutes(10).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final Deque<Reading> readings = new ArrayDeque<>();

  /** Notes what the number is at this time; times never go back. */
  void note(long nanos, long value) {
    readings.addLast(new Reading(nanos, value));
    while (nanos - readings.getFirst().nanos() > KEPT) {
      readings.removeFirst();
    }
  }

  /** How much it grew a second over about the last window. */
  double rate(Duration window) {
    if (readings.size() < 2) {
      return 0;
    }
    Reading last = readings.getLast();
    Reading first = readings.getFirst();
    for (Reading reading : readings) {
      if (last.nanos() - reading.nanos() < window.toNanos() * 0.9) {
        break;
      }
      first = reading;
    }
    return (last.value() - first.value()) / Math.max(1e-9, (last.nanos() - first.nanos()) / SECOND);
  }

  /** How many seconds ago it was no more than this value; 0 where it still isn't more. */
  double secondsSince(long value, long nowNanos) {
    Reading above = null;
    for (var it = readings.descendingIterator(); it.hasNext(); ) {
      Reading reading = it.next();
      if (reading.value() <= value) {
        return above == null ? 0 : (nowNanos - crossing(reading, above, value)) / SECOND;
      }
      above = reading;
    }
    return above == null ? 0 : (nowNanos - above.nanos()) / SECOND;
  }

  private static long crossing(Reading below, Reading above, long value) {
    double share = (double) (value - below.value()) / (above.value() - below.value());
    return below.nanos() + (long) (share * (above.nanos() - below.nanos()));
  }
}
