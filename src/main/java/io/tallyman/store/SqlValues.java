package io.tallyman.store;

import io.tallyman.event.SourcePartition;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How our values stand in columns: times as DATETIME in UTC, topic ids as BINARY(16). */
final class SqlValues {

  private static final Instant FIRST_DATETIME = Instant.parse("1000-01-01T00:00:00Z");
  private static final Instant END_OF_DATETIME = Instant.parse("+10000-01-01T00:00:00Z");

  private SqlValues() {}

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** To the millisecond, which is what the columns keep; null where DATETIME can't hold it. */
  static @Nullable LocalDateTime utc(@Nullable Instant instant) {
    if (instant == null || instant.isBefore(FIRST_DATETIME) || !instant.isBefore(END_OF_DATETIME)) {
      return null;
    }
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /**
   * @throws SQLException with the state of a data error for a number that SQL doesn't have
   */
  static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      throw new SQLDataException("there is no column for " + number, "22003");
    } else {
      statement.setObject(index, value);
    }
  }

  static void set(PreparedStatement statement, int index, OptionalInt value) throws SQLException {
    if (value.isPresent()) {
      statement.setInt(index, value.getAsInt());
    } else {
      statement.setNull(index, Types.INTEGER);
    }
  }

  /** The text, cut to this many characters. */
  static String cut(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters));
  }

  static SourcePartition partition(ResultSet row) throws SQLException {
    return new SourcePartition(
        row.getString("source"), row.getString("topic"), row.getInt("partition_id"));
  }

  static byte[] required(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getBytes(column), column);
  }
}
