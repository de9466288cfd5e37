package io.tallyman.produce;

import io.tallyman.decode.SchemaVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The records of one of Avro's object container files, resolved to the target's schema. */
final class AvroRecords implements RecordSource {

  private final String file;
  private final AvroBytes bytes;
  private final DataFileStream<GenericRecord> stream;
  private long record;

  private AvroRecords(String file, AvroBytes bytes, DataFileStream<GenericRecord> stream) {
    this.file = file;
    this.bytes = bytes;
    this.stream = stream;
  }

  static AvroRecords open(String file, InputStream in, Schema schema)
      throws IOException, ProduceFailure {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(null, schema);
    AvroBytes bytes;
    DataFileStream<GenericRecord> stream;
    try {
      bytes = AvroBytes.of(in);
      stream = new DataFileStream<>(bytes, reader);
    } catch (AvroRuntimeException e) {
      throw new ProduceFailure(file + ": this is no Avro file (" + e.getMessage() + ")", e);
    }
    Optional<String> obstacle = SchemaVersion.obstacleToReading(stream.getSchema(), schema);
    if (obstacle.isPresent()) {
      throw new ProduceFailure(
          file + ": its schema can't be read as " + schema.getFullName() + ": " + obstacle.get());
    }
    return new AvroRecords(file, bytes, stream);
  }

  @Override
  public @Nullable GenericRecord next() throws BadRow {
    try {
      record++;
      return stream.hasNext() ? stream.next() : null;
    } catch (AvroRuntimeException e) {
      String cause =
          bytes.isCut() ? "the file breaks off here" : "it can't be read (" + e.getMessage() + ")";
      throw BadRow.last(file + ", record " + record, cause, e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
