package io.tallyman.decode;

import org.jspecify.annotations.Nullable;

/**
 * Turns the value of a Kafka record into fields. Never throws for any bytes. Not thread-safe: each
 * lane has its own.
 */
public interface RecordDecoder {

  /**
   * Decodes one value.
   *
   * @param value the record's value; null for a tombstone
   * @return the fields, valid until the next call, or why there are none
   */
  Decoded decode(byte @Nullable [] value);
}
