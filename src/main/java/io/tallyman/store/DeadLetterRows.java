package io.tallyman.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallyman.rollup.DeadLetter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code tallyman_dead_letter}. A record is a dead letter once, by its coordinates.
 * Nothing about a record can keep it out: what columns can't hold is cut or left out, and the
 * record itself is still in Kafka.
 */
final class DeadLetterRows {

  private static final int CHUNK = 100;
  private static final int MAX_DETAIL = 1000;

  private static final String INSERT =
      "INSERT INTO tallyman_dead_letter (source, topic, partition_id, topic_id, record_offset,"
          + " reason, detail, schema_id, record_time, payload_length, record_key, payload, headers,"
          + " state, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', UTC_TIMESTAMP(3))"
          + " ON DUPLICATE KEY UPDATE record_offset = VALUES(record_offset)";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private DeadLetterRows() {}

  static void add(Connection connection, List<DeadLetter> letters) throws SQLException {
    for (int from = 0; from < letters.size(); from += CHUNK) {
      addChunk(connection, letters.subList(from, Math.min(letters.size(), from + CHUNK)));
    }
  }

  private static void addChunk(Connection connection, List<DeadLetter> chunk) throws SQLException {
    try {
      insert(connection, chunk, true);
    } catch (SQLException e) {
      if (!SqlFailures.isPacketTooBig(e)) {
        throw e;
      }
      // some of them may be in already; the insert leaves those as they are
      int half = chunk.size() / 2;
      if (half == 0) {
        insert(connection, chunk, false);
      } else {
        addChunk(connection, chunk.subList(0, half));
        addChunk(connection, chunk.subList(half, chunk.size()));
      }
    }
  }

  private static void insert(Connection connection, List<DeadLetter> letters, boolean withBytes)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (DeadLetter letter : letters) {
        bind(insert, letter);
        byte @Nullable [] payload = letter.payload();
        SqlValues.set(insert, 10, payload == null ? null : payload.length);
        insert.setBytes(11, withBytes ? letter.key() : null);
        insert.setBytes(12, withBytes ? payload : null);
        insert.setString(13, withBytes ? headers(letter.headers()) : null);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, DeadLetter letter) throws SQLException {
    insert.setString(1, letter.partition().source());
    insert.setString(2, letter.partition().topic());
    insert.setInt(3, letter.partition().number());
    insert.setBytes(4, SqlValues.bytes(letter.topicId()));
    insert.setLong(5, letter.offset());
    insert.setString(6, letter.reason().code());
    insert.setString(7, SqlValues.cut(letter.detail(), MAX_DETAIL));
    SqlValues.set(insert, 8, letter.schemaId());
    SqlValues.set(insert, 9, SqlValues.utc(letter.recordTime()));
  }

  /** {@code [["name", "value in base64"], …]}, in order; null where there is none. */
  private static @Nullable String headers(List<DeadLetter.Header> headers) throws SQLException {
    if (headers.isEmpty()) {
      return null;
    }
    try {
      return JSON.writeValueAsString(
          headers.stream()
              .map(header -> Arrays.asList(header.name(), base64(header.value())))
              .toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("lists of strings are always JSON", e);
    }
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}
