package io.tallyman.demo;

import org.jspecify.annotations.Nullable;

/**
 * One record to send, and what has to become of it.
 *
 * @param key the visitor's id, in UTF-8
 * @param value the framed bytes; null for a tombstone
 * @param timestamp the record's own timestamp, epoch milliseconds
 * @param fate what the service has to make of it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record GeneratedRecord(byte[] key, byte @Nullable [] value, long timestamp, Fate fate) {

  /** What the service has to make of a record. */
  sealed interface Fate {

    /** It can be decoded and every rollup decides by its fields and its time. */
    record Sound(SeenEvent event) implements Fate {}

    /** It becomes a dead letter for this reason. */
    record Broken(String reason) implements Fate {}
  }

  /** Takes the record into the tally. */
  void addTo(Tally tally) {
    if (fate instanceof Fate.Broken broken) {
      tally.reject(broken.reason());
    } else if (fate instanceof Fate.Sound sound) {
      tally.add(sound.event(), timestamp);
    }
  }
}
