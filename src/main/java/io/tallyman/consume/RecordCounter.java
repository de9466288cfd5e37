package io.tallyman.consume;

import io.tallyman.decode.Decoded;
import io.tallyman.decode.RecordDecoder;
import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.DeadLetter.Header;
import io.tallyman.rollup.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes one record after another into a tally: decoded and counted, or as a dead letter. Not
 * thread-safe.
 */
final class RecordCounter {

  private final RecordDecoder decoder;
  private final CarefulReading careful;
  private final LaneNotes lane;

  RecordCounter(RecordDecoder decoder, CarefulReading careful, LaneNotes lane) {
    this.decoder = decoder;
    this.careful = careful;
    this.lane = lane;
  }

  /**
   * Takes in what Kafka has served of a partition. How many records these are is noted before any
   * is looked at: each must turn up again with an outcome.
   */
  void count(
      List<ConsumerRecord<byte[], byte[]>> served,
      SourcePartition partition,
      UUID topicId,
      Tally tally) {
    tally.serve(partition, served.size());
    for (ConsumerRecord<byte[], byte[]> record : served) {
      tally.reach(partition, record.offset());
      count(record, partition, topicId, tally);
    }
  }

  private void count(
      ConsumerRecord<byte[], byte[]> record, SourcePartition partition, UUID topicId, Tally tally) {
    String verdict = careful.verdict(partition, topicId, record);
    Decoded decoded =
        verdict.isEmpty()
            ? decoder.decode(record.value())
            : new Decoded.Undecodable(RejectReason.UNSTORABLE, verdict, null);
    if (decoded instanceof Decoded.Fields fields) {
      RejectReason reason = tally.rejection(fields.row(), record.timestamp());
      if (reason == null) {
        tally.count(partition, record.timestamp(), fields.row());
        return;
      }
      decoded = new Decoded.Undecodable(reason, describe(reason), null);
    }
    DeadLetter letter = letter(record, partition, topicId, (Decoded.Undecodable) decoded);
    lane.rejects().note(letter);
    tally.reject(lane.whole().within(letter));
  }

  private static String describe(RejectReason reason) {
    return switch (reason) {
      case NO_EVENT_TIME -> "the event's time is null";
      case EVENT_TIME_OUT_OF_RANGE -> "the event's time is before the year 1000 or after 9999";
      case DATE_OUT_OF_RANGE -> "a date to group by is before the year 1000 or after 9999";
      case NOT_FINITE -> "a measured number is NaN or infinite";
      default -> reason.code();
    };
  }

  private static DeadLetter letter(
      ConsumerRecord<byte[], byte[]> record,
      SourcePartition partition,
      UUID topicId,
      Decoded.Undecodable why) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    Instant time = Instant.ofEpochMilli(record.timestamp());
    return new DeadLetter(
        partition,
        topicId,
        record.offset(),
        why.reason(),
        why.detail(),
        why.schemaId(),
        time,
        key,
        value,
        headers);
  }
}
