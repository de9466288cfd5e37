package io.tallyman.rollup;

import io.tallyman.event.Row;
import org.jspecify.annotations.Nullable;

/** Where the time at which an event happened comes from. */
public sealed interface EventTime {

  /** The name in {@code config.yml} of the record's own timestamp. */
  String RECORD_TIMESTAMP = "$timestamp";

  /** Milliseconds since 1970-01-01T00:00Z, or null where the event has no time. */
  @Nullable Long of(Row row, long recordMillis);

  /**
   * A field of the event: a timestamp, or a long of epoch milliseconds.
   *
   * @param slot the field's slot
   */
  record Field(int slot) implements EventTime {
    @Override
    public @Nullable Long of(Row row, long recordMillis) {
      return (Long) row.value(slot);
    }
  }

  /** The Kafka record's own timestamp. */
  record RecordTimestamp() implements EventTime {
    @Override
    public Long of(Row row, long recordMillis) {
      return recordMillis;
    }
  }
}
