package io.tallyman.admin.health;

import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Remembers since when each partition stands where it stands, and how its lag went. */
final class Marks {

  /** How often a lag is kept: a window of minutes needs no more. */
  private static final Duration STEP = Duration.ofSeconds(10);

  /** What is seen for less long than this says nothing about the way that a lag goes. */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  private record Sample(long nanos, long lag) {}

  /** What is remembered of one partition. */
  private static final class Mark {
    private Object place;
    private long sinceNanos;
    private long behindSinceNanos;
    private final Deque<Sample> lags = new ArrayDeque<>();

    Mark(Object place, long now) {
      this.place = place;
      this.sinceNanos = now;
      this.behindSinceNanos = now;
    }
  }

  private final Duration window;
  private final Map<SourcePartition, Mark> marks = new HashMap<>();

  Marks(Duration window) {
    this.window = window;
  }

  /**
   * Takes note of where a partition stands.
   *
   * @param place what changes when it gets on
   * @param waits whether it ought to get on; standing still is no news otherwise
   */
  void note(PartitionFlow flow, Object place, boolean waits, long now) {
    Mark mark = marks.computeIfAbsent(flow.partition(), partition -> new Mark(place, now));
    if (!waits || !mark.place.equals(place)) {
      mark.place = place;
      mark.sinceNanos = now;
    }
    OptionalLong lag = flow.lag();
    if (lag.isPresent()) {
      sample(mark, lag.getAsLong(), now);
    }
  }

  private void sample(Mark mark, long lag, long now) {
    if (lag == 0) {
      mark.behindSinceNanos = now;
      mark.lags.clear();
    }
    Sample last = mark.lags.peekLast();
    if (last == null || now - last.nanos() >= STEP.toNanos()) {
      mark.lags.addLast(new Sample(now, lag));
    }
    Iterator<Sample> oldest = mark.lags.iterator();
    while (oldest.hasNext() && now - oldest.next().nanos() > window.toNanos()) {
      oldest.remove();
    }
  }

  /** For how long it has stood still though it ought to get on. */
  Duration standing(SourcePartition partition, long now) {
    Mark mark = marks.get(partition);
    return mark == null ? Duration.ZERO : Duration.ofNanos(now - mark.sinceNanos);
  }

  /** For how long it has been behind without a break, as far as this process has seen. */
  Duration behind(SourcePartition partition, long now) {
    Mark mark = marks.get(partition);
    return mark == null ? Duration.ZERO : Duration.ofNanos(now - mark.behindSinceNanos);
  }

  /**
   * By how many offsets a second it got closer to the end of its log, negative where that runs away
   * from it; empty where it wasn't watched for long enough to tell.
   */
  OptionalDouble closing(SourcePartition partition) {
    Mark mark = marks.get(partition);
    if (mark == null || mark.lags.isEmpty()) {
      return OptionalDouble.empty();
    }
    Sample first = mark.lags.getFirst();
    Sample last = mark.lags.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos < SHORTEST.toNanos()
        ? OptionalDouble.empty()
        : OptionalDouble.of((first.lag() - last.lag()) / (nanos / 1e9));
  }

  void keepOnly(Collection<SourcePartition> known) {
    marks.keySet().retainAll(Set.copyOf(known));
  }
}
