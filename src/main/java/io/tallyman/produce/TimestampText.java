package io.tallyman.produce;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as people write them: {@code 2026-01-31T12:00:00Z}, any other offset, {@code
 * 2026-01-31 12:00:00} without one for UTC, seconds and fractions optional; or the number that Avro
 * writes. What is finer than the unit is cut off.
 */
final class TimestampText {

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}");

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOptional(offset("+HH:MM"))
          .appendOptional(offset("+HHMM"))
          .appendOptional(offset("+HH"))
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private TimestampText() {}

  /** The unit in which a logical type counts from 1970; none where it is no point in time. */
  static Optional<ChronoUnit> unit(@Nullable LogicalType type) {
    if (type instanceof LogicalTypes.TimestampMillis) {
      return Optional.of(ChronoUnit.MILLIS);
    } else if (type instanceof LogicalTypes.TimestampMicros) {
      return Optional.of(ChronoUnit.MICROS);
    } else if (type instanceof LogicalTypes.TimestampNanos) {
      return Optional.of(ChronoUnit.NANOS);
    }
    return Optional.empty();
  }

  /** The conversion to a number of these units. */
  static TextValue in(ChronoUnit unit) {
    return text -> count(text, unit);
  }

  private static DateTimeFormatter offset(String pattern) {
    return new DateTimeFormatterBuilder().appendOffset(pattern, "Z").toFormatter(Locale.ROOT);
  }

  private static Object count(String text, ChronoUnit unit) throws BadValue {
    String stripped = text.strip();
    try {
      if (NUMBER.matcher(stripped).matches()) {
        return Long.parseLong(stripped);
      }
      // Rounds down before 1970 too, as until() alone would not.
      return Instant.EPOCH.until(instant(stripped).truncatedTo(unit), unit);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw BadValue.of(
          text, "is no point in time such as 2026-01-31T12:00:00Z or 2026-01-31 12:00:00 (in UTC)");
    }
  }

  private static Instant instant(String text) {
    TemporalAccessor parsed = FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime withOffset
        ? withOffset.toInstant()
        : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
  }
}
