package io.tallyman.simulate.database;

import java.util.PriorityQueue;

/** What the server does by itself, and when. */
final class Agenda {

  /** Something that happens at a moment. */
  record Entry(long at, long number, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long number;

  Entry at(long nanos, Runnable action) {
    Entry entry = new Entry(nanos, number++, action);
    entries.add(entry);
    return entry;
  }

  void cancel(Entry entry) {
    entries.remove(entry);
  }

  /** When the next thing happens; the end of time where nothing does. */
  long next() {
    Entry next = entries.peek();
    return next == null ? Long.MAX_VALUE : next.at();
  }

  /** Does what is due. */
  void carryOut(long now) {
    while (next() <= now) {
      entries.remove().action().run();
    }
  }
}
