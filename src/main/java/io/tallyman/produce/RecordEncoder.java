package io.tallyman.produce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes records of one schema as framed values. Not thread-safe. */
final class RecordEncoder {

  private final byte[] header;
  private final GenericDatumWriter<GenericRecord> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private @Nullable BinaryEncoder encoder;

  /**
   * An encoder.
   *
   * @param header the framing's bytes, with which every value begins
   * @param schema the schema of every record
   */
  RecordEncoder(byte[] header, Schema schema) {
    this.header = header;
    this.writer = new GenericDatumWriter<>(schema);
  }

  byte[] encode(GenericRecord record) {
    bytes.reset();
    try {
      bytes.write(header);
      encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
      writer.write(record, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
