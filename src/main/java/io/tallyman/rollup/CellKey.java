package io.tallyman.rollup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The 16 bytes that name a combination of dimension values in the primary key: the first half of
 * the SHA-256 over the values' encoding. The encoding is frozen (stored tables depend on it) and
 * unambiguous, each value being
 *
 * <pre>
 *   null     0x00
 *   text     0x01, the UTF-8 length as int32, the bytes
 *   whole    0x02, int64
 *   boolean  0x03, one byte 0 or 1
 *   date     0x04, days since 1970-01-01 as int64
 * </pre>
 *
 * with numbers big-endian. Ordered as MySQL orders BINARY(16): by unsigned bytes.
 */
public final class CellKey implements Comparable<CellKey> {

  /** How many bytes a key has. */
  public static final int LENGTH = 16;

  private final byte[] bytes;

  private CellKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key of these dimension values, in their order. */
  public static CellKey of(List<? extends @Nullable Object> dimensions) {
    MessageDigest digest = sha256();
    for (Object value : dimensions) {
      digest.update(encode(value));
    }
    return new CellKey(Arrays.copyOf(digest.digest(), LENGTH));
  }

  /** A copy of the 16 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(CellKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CellKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] encode(@Nullable Object value) {
    if (value == null) {
      return new byte[] {0};
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(5 + utf8.length)
          .put((byte) 1)
          .putInt(utf8.length)
          .put(utf8)
          .array();
    } else if (value instanceof Long whole) {
      return ByteBuffer.allocate(9).put((byte) 2).putLong(whole).array();
    } else if (value instanceof Boolean bool) {
      return new byte[] {3, (byte) (bool ? 1 : 0)};
    } else if (value instanceof LocalDate date) {
      return ByteBuffer.allocate(9).put((byte) 4).putLong(date.toEpochDay()).array();
    }
    throw new IllegalArgumentException("no dimension holds a " + value.getClass().getName());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
