package io.tallyman.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Adds records to a tally by decoding their bytes with plain Avro: the oracle for everything that
 * decodes faster. Not thread-safe.
 */
final class PlainRecount {

  private static final int CONFLUENT_HEADER = 5;
  private static final int SINGLE_OBJECT_HEADER = 10;

  private final Map<Long, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private final String framing;
  private final Tally tally;

  /**
   * A recount.
   *
   * @param schemas all in which records may have been written
   * @param framing its name in {@code config.yml}
   * @param tally takes the records
   */
  PlainRecount(List<WriterSchema> schemas, String framing, Tally tally) {
    Schema reader = WriterSchema.reader(schemas);
    for (WriterSchema writer : schemas) {
      readers.put(key(writer, framing), new GenericDatumReader<>(writer.schema(), reader));
    }
    this.framing = framing;
    this.tally = tally;
  }

  private static long key(WriterSchema writer, String framing) {
    return switch (framing) {
      case "confluent" -> writer.id();
      case "single-object" -> SchemaNormalization.parsingFingerprint64(writer.schema());
      default -> writer.current() ? 0 : 1;
    };
  }

  /** Adds one record, counted by its event or rejected by the reason that its bytes give. */
  void add(byte @Nullable [] value, long recordMillis) {
    if (value == null || value.length == 0) {
      tally.reject("empty");
      return;
    }
    switch (framing) {
      case "confluent" -> {
        boolean opens = value.length >= CONFLUENT_HEADER && value[0] == 0;
        long key = opens ? ByteBuffer.wrap(value, 1, Integer.BYTES).getInt() : 0;
        addFramed(opens, key, CONFLUENT_HEADER, value, recordMillis);
      }
      case "single-object" -> {
        boolean opens =
            value.length >= SINGLE_OBJECT_HEADER && value[0] == (byte) 0xC3 && value[1] == 1;
        long key =
            opens
                ? ByteBuffer.wrap(value, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong()
                : 0;
        addFramed(opens, key, SINGLE_OBJECT_HEADER, value, recordMillis);
      }
      default -> addFramed(true, 0, 0, value, recordMillis);
    }
  }

  private void addFramed(boolean opens, long key, int header, byte[] value, long recordMillis) {
    GenericDatumReader<GenericRecord> reader = readers.get(key);
    if (!opens) {
      tally.reject("bad_framing");
    } else if (reader == null) {
      tally.reject("unknown_schema");
    } else {
      addBody(reader, header, value, recordMillis);
    }
  }

  private void addBody(
      GenericDatumReader<GenericRecord> reader, int header, byte[] value, long recordMillis) {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, header, value.length - header, null);
    GenericRecord event;
    boolean readToTheEnd;
    try {
      event = reader.read(null, decoder);
      readToTheEnd = decoder.isEnd();
    } catch (IOException | RuntimeException e) {
      tally.reject("malformed");
      return;
    }
    if (readToTheEnd) {
      tally.add(new PlainEvent(event), recordMillis);
    } else {
      tally.reject("malformed");
    }
  }
}
