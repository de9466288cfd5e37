package io.tallyman.rollup;

import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that couldn't be counted, with its coordinates and why.
 *
 * @param partition where it stands
 * @param topicId the topic's id in Kafka, which a recreated topic doesn't share
 * @param offset its offset
 * @param reason why it was rejected
 * @param detail one sentence for a person
 * @param schemaId the writer schema's id or fingerprint, where the framing told it
 * @param recordTime the record's own timestamp
 * @param key the record's key
 * @param payload the record's value
 * @param headers the record's headers, in order
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record DeadLetter(
    SourcePartition partition,
    UUID topicId,
    long offset,
    RejectReason reason,
    String detail,
    @Nullable Long schemaId,
    Instant recordTime,
    byte @Nullable [] key,
    byte @Nullable [] payload,
    List<Header> headers) {

  /** One header of a record. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {}

  public DeadLetter {
    headers = List.copyOf(headers);
  }

  /** Where it stands and why it was rejected, and that what it held was left out. */
  @SuppressWarnings("NullAway") // it doesn't see that the arrays may be null
  public DeadLetter withoutContent() {
    return new DeadLetter(
        partition,
        topicId,
        offset,
        reason,
        detail + " (its content wasn't kept: read it in Kafka)",
        schemaId,
        recordTime,
        null,
        null,
        List.of());
  }
}
