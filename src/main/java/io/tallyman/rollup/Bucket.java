package io.tallyman.rollup;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stretch of time that one cell covers, aligned to 1970-01-01T00:00Z.
 *
 * @param seconds its length, a whole divisor of a day
 */
public record Bucket(long seconds) {

  private static final long DAY = 86_400;
  private static final long SHORTEST = 10;
  private static final Map<String, Long> UNITS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", DAY);
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})([smhd])");

  public Bucket {
    if (!isAllowed(seconds)) {
      throw new IllegalArgumentException(
          "a bucket is a whole divisor of a day from 10s to 1d, not " + seconds + "s");
    }
  }

  /**
   * The bucket that a text such as {@code 10s}, {@code 1m}, {@code 1h} or {@code 1d} says; empty
   * where none is.
   */
  public static Optional<Bucket> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 0L);
    return isAllowed(seconds) ? Optional.of(new Bucket(seconds)) : Optional.empty();
  }

  private static boolean isAllowed(long seconds) {
    return seconds >= SHORTEST && seconds <= DAY && DAY % seconds == 0;
  }

  /** Where the bucket of this time starts, in seconds since 1970-01-01T00:00Z. */
  long startOf(long epochMillis) {
    return Math.floorDiv(epochMillis, seconds * 1_000) * seconds;
  }

  @Override
  public String toString() {
    return seconds + "s";
  }
}
