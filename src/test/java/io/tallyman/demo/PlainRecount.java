package io.tallyman.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Adds records to a tally by decoding their bytes with plain Avro: the oracle for everything that
 * decodes faster. For the confluent framing. Not thread-safe.
 */
final class PlainRecount {

  private static final int HEADER = 5;

  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private final Tally tally;

  PlainRecount(List<WriterSchema> schemas, Tally tally) {
    WriterSchema reader =
        schemas.stream()
            .filter(WriterSchema::current)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no schema is the reader's"));
    for (WriterSchema writer : schemas) {
      readers.put(writer.id(), new GenericDatumReader<>(writer.schema(), reader.schema()));
    }
    this.tally = tally;
  }

  /** Adds one record, counted by its event or rejected by the reason that its bytes give. */
  void add(byte @Nullable [] value, long recordMillis) {
    if (value == null || value.length == 0) {
      tally.reject("empty");
    } else if (value[0] != 0 || value.length < HEADER) {
      tally.reject("bad_framing");
    } else {
      GenericDatumReader<GenericRecord> reader = readers.get(ByteBuffer.wrap(value, 1, 4).getInt());
      if (reader == null) {
        tally.reject("unknown_schema");
      } else {
        addBody(reader, value, recordMillis);
      }
    }
  }

  private void addBody(GenericDatumReader<GenericRecord> reader, byte[] value, long recordMillis) {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
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
