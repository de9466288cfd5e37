package io.tallyman.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a record's value says in which schema it was written: the bytes before its Avro binary.
 * Immutable.
 */
public enum Framing {

  /**
   * A zero byte and the schema's id as a 32-bit big-endian number, as Confluent's clients write.
   */
  CONFLUENT(5) {
    @Override
    boolean opens(byte[] value) {
      return value.length >= headerLength() && value[0] == 0;
    }

    @Override
    long key(byte[] value) {
      return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
    }

    @Override
    @Nullable SchemaVersion writer(long key, SchemaCatalogue catalogue, SchemaVersion own) {
      return catalogue.byId((int) key);
    }

    @Override
    String nameKey(long key) {
      return "the id " + key;
    }

    @Override
    public Optional<byte[]> header(SchemaVersion writer) {
      return Optional.ofNullable(writer.id())
          .map(id -> ByteBuffer.allocate(headerLength()).put((byte) 0).putInt(id).array());
    }
  },

  /** Avro's single-object encoding: C3 01 and the schema's CRC-64-AVRO, little-endian. */
  SINGLE_OBJECT(10) {
    @Override
    boolean opens(byte[] value) {
      return value.length >= headerLength() && value[0] == (byte) 0xC3 && value[1] == 1;
    }

    @Override
    long key(byte[] value) {
      return ByteBuffer.wrap(value, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Override
    @Nullable SchemaVersion writer(long key, SchemaCatalogue catalogue, SchemaVersion own) {
      return catalogue.byFingerprint(key);
    }

    @Override
    String nameKey(long key) {
      return "the fingerprint " + String.format(Locale.ROOT, "%016x", key);
    }

    @Override
    public Optional<byte[]> header(SchemaVersion writer) {
      return Optional.of(
          ByteBuffer.allocate(headerLength())
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) 0xC3)
              .put((byte) 1)
              .putLong(writer.fingerprint())
              .array());
    }
  },

  /** Nothing: every value is written in the source's own schema. */
  RAW(0) {
    @Override
    boolean opens(byte[] value) {
      return true;
    }

    @Override
    long key(byte[] value) {
      return 0;
    }

    @Override
    SchemaVersion writer(long key, SchemaCatalogue catalogue, SchemaVersion own) {
      return own;
    }

    @Override
    String nameKey(long key) {
      return "no id";
    }

    @Override
    public Optional<byte[]> header(SchemaVersion writer) {
      return Optional.of(new byte[0]);
    }
  };

  private final int headerLength;

  Framing(int headerLength) {
    this.headerLength = headerLength;
  }

  /** The number of bytes before the Avro binary. */
  final int headerLength() {
    return headerLength;
  }

  /** The framing's name in {@code config.yml}. */
  public final String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the value begins as this framing demands. */
  abstract boolean opens(byte[] value);

  /** The id or fingerprint of the writer's schema, of a value that {@link #opens}. */
  abstract long key(byte[] value);

  /**
   * The writer's schema.
   *
   * @param own the source's schema
   * @return null where the catalogue doesn't know the key
   */
  abstract @Nullable SchemaVersion writer(long key, SchemaCatalogue catalogue, SchemaVersion own);

  /** The key in words. */
  abstract String nameKey(long key);

  /**
   * The bytes with which a value in this schema begins; none where the schema has no id and the
   * framing needs one. The array is the caller's.
   */
  public abstract Optional<byte[]> header(SchemaVersion writer);
}
