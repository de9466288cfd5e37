package io.tallyman.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Turns UTF-8 into strings and remembers the latest ones: a dimension has few values, and a string
 * that is met again is neither decoded nor hashed again. Its size is fixed, whatever it is fed. Not
 * thread-safe.
 */
final class TextCache {

  private static final int SLOTS = 256;
  private static final int LONGEST = 48;
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] @Nullable [] keys = new byte[SLOTS] @Nullable [];
  private final @Nullable String[] texts = new @Nullable String[SLOTS];

  /**
   * The text of these bytes.
   *
   * @throws UnfitValue when they aren't UTF-8
   */
  String text(Utf8 utf8) throws UnfitValue {
    byte[] bytes = utf8.getBytes();
    int length = utf8.getByteLength();
    if (length > LONGEST) {
      return decode(bytes, length);
    }
    int slot = slot(bytes, length);
    byte[] key = keys[slot];
    String known = texts[slot];
    if (key != null && known != null && Arrays.equals(key, 0, key.length, bytes, 0, length)) {
      return known;
    }
    String text = decode(bytes, length);
    keys[slot] = Arrays.copyOf(bytes, length);
    texts[slot] = text;
    return text;
  }

  private static int slot(byte[] bytes, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }

  private static String decode(byte[] bytes, int length) throws UnfitValue {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isEncoding(bytes, length, text)) {
      throw new UnfitValue("a text isn't UTF-8");
    }
    return text;
  }

  private static boolean isEncoding(byte[] bytes, int length, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(encoded, 0, encoded.length, bytes, 0, length);
  }
}
