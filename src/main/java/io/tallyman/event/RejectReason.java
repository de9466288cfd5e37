package io.tallyman.event;

import java.util.Locale;

/**
 * Why a record can't be counted and became a dead letter. The list is closed; {@link #code} is what
 * MySQL, metrics and the operator see, and never changes its meaning.
 */
public enum RejectReason {
  /** The record has no value (a tombstone), or a value of no bytes. */
  EMPTY,
  /** The value doesn't begin as the source's framing demands. */
  BAD_FRAMING,
  /** The writer's schema, by id or fingerprint, is in no catalogue. */
  UNKNOWN_SCHEMA,
  /** The writer's schema can't be resolved to the source's. */
  INCOMPATIBLE_SCHEMA,
  /** The bytes aren't what the writer's schema says: cut short, too long, or of another shape. */
  MALFORMED,
  /** The event has no time. */
  NO_EVENT_TIME,
  /** The event's time is before the year 1000 or after 9999, which MySQL's DATETIME can't hold. */
  EVENT_TIME_OUT_OF_RANGE,
  /** A date that is a dimension is before the year 1000 or after 9999, likewise for DATE. */
  DATE_OUT_OF_RANGE,
  /** A measured number is NaN or infinite. */
  NOT_FINITE,
  /** MySQL refused the data of this record. */
  UNSTORABLE;

  /** The reason in lower case, words joined by {@code _}: {@code unknown_schema}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
