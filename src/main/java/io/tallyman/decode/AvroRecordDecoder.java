package io.tallyman.decode;

import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Avro values of any known writer's schema into the fields of one {@link RowShape}. Bytes
 * that are left over make a value malformed, and no detail quotes a payload. Not thread-safe.
 *
 * <p>The memory that a value may claim is bounded by its own length: Avro checks every length
 * against the bytes that are there, and nothing that repeats is ever read, only skipped.
 */
public final class AvroRecordDecoder implements RecordDecoder {

  private final SchemaCatalogue catalogue;
  private final Framing framing;
  private final SchemaVersion own;
  private final Schema projected;
  private final RowFiller filler;
  private final Decoded.Fields fields;
  private final Map<Long, WriterReader> readers = new HashMap<>();
  private @Nullable BinaryDecoder bytes;
  private @Nullable IndexedRecord record;

  /**
   * A decoder for one lane of a source.
   *
   * @param catalogue where writers' schemas are found
   * @param framing how values name them
   * @param source the source's schema, from the same catalogue
   * @param shape the fields to read, each as {@link SourceSchema#fieldType} says
   * @throws IllegalArgumentException when the shape isn't one of the source's schema
   */
  public AvroRecordDecoder(
      SchemaCatalogue catalogue, Framing framing, SourceSchema source, RowShape shape) {
    this.catalogue = catalogue;
    this.framing = framing;
    this.own = source.version();
    this.projected = Projection.of(own.schema(), shape);
    this.filler = new RowFiller(projected, shape);
    this.fields = new Decoded.Fields(new Row(shape));
  }

  @Override
  public Decoded decode(byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      return new Decoded.Undecodable(RejectReason.EMPTY, "the record has no value", null);
    }
    if (!framing.opens(value)) {
      return new Decoded.Undecodable(
          RejectReason.BAD_FRAMING,
          "the value doesn't begin as the framing " + framing.label() + " demands",
          null);
    }
    long key = framing.key(value);
    WriterReader reader = readers.get(key);
    if (reader == null) {
      SchemaVersion writer = framing.writer(key, catalogue, own);
      if (writer == null) {
        return undecodable(RejectReason.UNKNOWN_SCHEMA, "no known schema has that", key);
      }
      reader = readerFor(writer);
      readers.put(key, reader);
    }
    if (reader instanceof WriterReader.Resolved resolved) {
      return read(resolved.reader(), value, key);
    }
    String obstacle = ((WriterReader.Unresolvable) reader).obstacle();
    return undecodable(RejectReason.INCOMPATIBLE_SCHEMA, obstacle, key);
  }

  private WriterReader readerFor(SchemaVersion writer) {
    String obstacle = WriterCompatibility.obstacle(writer.schema(), own.schema());
    return obstacle == null
        ? new WriterReader.Resolved(new GenericDatumReader<>(writer.schema(), projected))
        : new WriterReader.Unresolvable(obstacle);
  }

  /** Avro's readers throw nearly anything at bytes that aren't theirs: all of it is an answer. */
  private Decoded read(GenericDatumReader<@Nullable IndexedRecord> reader, byte[] value, long key) {
    int start = framing.headerLength();
    try {
      bytes = DecoderFactory.get().binaryDecoder(value, start, value.length - start, bytes);
      record = reader.read(record, bytes);
      if (!bytes.isEnd()) {
        return malformed("bytes are left over after the record", key);
      }
      filler.fill(fields.row(), record);
      return fields;
    } catch (UnfitValue e) {
      return malformed(String.valueOf(e.getMessage()), key);
    } catch (AvroTypeException e) {
      return refused(e, key);
    } catch (EOFException e) {
      return malformed("the value ends before the record does", key);
    } catch (StackOverflowError e) {
      return malformed("records are nested too deeply", key);
    } catch (IOException | RuntimeException e) {
      return malformed(
          "the bytes aren't such a record (" + e.getClass().getSimpleName() + ")", key);
    }
  }

  /**
   * Avro has one exception for a value that the reader can't take (a branch or a symbol that it
   * lacks) and for a number that names no branch or symbol at all; only the message tells them
   * apart.
   */
  private Decoded refused(AvroTypeException e, long key) {
    String message = String.valueOf(e.getMessage());
    boolean resolved = message.startsWith("Found ") || message.startsWith("No match for ");
    return resolved
        ? undecodable(
            RejectReason.INCOMPATIBLE_SCHEMA,
            "the record holds a value that the source's schema can't take",
            key)
        : malformed("the bytes aren't such a record (a branch or symbol that isn't there)", key);
  }

  private Decoded malformed(String cause, long key) {
    return undecodable(RejectReason.MALFORMED, cause, key);
  }

  private Decoded undecodable(RejectReason reason, String cause, long key) {
    if (framing == Framing.RAW) {
      return new Decoded.Undecodable(reason, cause, null);
    }
    return new Decoded.Undecodable(reason, "schema of " + framing.nameKey(key) + ": " + cause, key);
  }
}
