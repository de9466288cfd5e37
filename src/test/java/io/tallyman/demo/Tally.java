package io.tallyman.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own account of what it sent: what every rollup has to come to, made with plain maps
 * and without a line of the service. Thread-safe.
 */
final class Tally {

  /** The times that MySQL's DATETIME can hold: the years 1000 to 9999. */
  static final long EARLIEST = Instant.parse("1000-01-01T00:00:00Z").toEpochMilli();

  static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final String eventTime;
  private final List<RollupBook> books;
  private final Map<String, Long> rejected = new TreeMap<>();
  private long records;
  private long rejections;

  /**
   * An empty tally.
   *
   * @param plans the rollups
   * @param eventTime the path of the field that holds the event's time
   */
  Tally(List<RollupPlan> plans, String eventTime) {
    this.eventTime = eventTime;
    this.books = plans.stream().map(RollupBook::new).toList();
  }

  /** Takes in a record whose value is a sound event; its time may still be none or no good. */
  synchronized void add(SeenEvent event, long recordMillis) {
    Long eventMillis =
        eventTime.equals("$timestamp") ? Long.valueOf(recordMillis) : (Long) event.value(eventTime);
    if (eventMillis == null) {
      reject("no_event_time");
    } else if (eventMillis < EARLIEST || eventMillis > LATEST) {
      reject("event_time_out_of_range");
    } else {
      records++;
      for (RollupBook book : books) {
        book.add(event, eventMillis, recordMillis);
      }
    }
  }

  /** Takes in a record that nobody can decode. */
  synchronized void reject(String reason) {
    records++;
    rejections++;
    rejected.merge(reason, 1L, Long::sum);
  }

  /** All records taken in. */
  synchronized long records() {
    return records;
  }

  /** How many of them were rejected, by reason. */
  synchronized Map<String, Long> rejectedByReason() {
    return Map.copyOf(rejected);
  }

  /** What the rollups have to come to, in the order of the plans. */
  List<RollupBook> books() {
    return books;
  }

  /** How many records had which outcome in this rollup. */
  synchronized OutcomeCounts outcomes(RollupBook book) {
    return book.outcomes(rejections);
  }

  /** The seen event's fields as text, for a message about a difference. */
  static String text(@Nullable Object value) {
    return value == null ? "NULL" : value.toString();
  }
}
