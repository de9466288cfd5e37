package io.tallyman.simulate;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a record of a simulation says.
 *
 * @param id a number that no other record of the schedule has
 * @param kind what has to become of it
 * @param country a few of them share a cell
 * @param quantity what is summed up
 */
record Order(int id, Kind kind, String country, long quantity) {

  /** What has to become of a record. */
  enum Kind {
    COUNTED,
    FILTERED,
    LATE,
    EARLY,
    MALFORMED,
    REFUSED
  }

  /** When all records were written, by their timestamps. */
  static final long RECORD_MILLIS = 1_767_225_600_000L;

  private static final long DAY_MILLIS = 86_400_000;
  private static final String GARBAGE = "garbage";

  byte[] toBytes() {
    String text =
        kind == Kind.MALFORMED ? GARBAGE + id : id + " " + country + " " + quantity + " " + time();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long time() {
    return switch (kind) {
      case LATE -> RECORD_MILLIS - DAY_MILLIS;
      case EARLY -> RECORD_MILLIS + DAY_MILLIS;
      default -> RECORD_MILLIS;
    };
  }

  /** The number of the record with this value. */
  static int id(byte[] value) {
    String first = new String(value, StandardCharsets.UTF_8).split(" ", 2)[0];
    return Integer.parseInt(first.startsWith(GARBAGE) ? first.substring(GARBAGE.length()) : first);
  }

  /** The words of a value, or nothing where it is garbage. */
  static Optional<String[]> words(byte[] value) {
    String[] words = new String(value, StandardCharsets.UTF_8).split(" ");
    return words.length == 4 ? Optional.of(words) : Optional.empty();
  }
}
