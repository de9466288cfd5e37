package io.tallyman.produce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; blank lines are left out. Numbers keep every digit. */
final class JsonRecords implements RecordSource {

  private final String file;
  private final BufferedReader text;
  private final JsonFields fields;
  private final ObjectReader reader =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .reader();
  private long line;

  JsonRecords(String file, BufferedReader text, JsonFields fields) {
    this.file = file;
    this.text = text;
    this.fields = fields;
  }

  @Override
  public @Nullable GenericRecord next() throws BadRow {
    String json = read();
    while (json != null && json.isBlank()) {
      json = read();
    }
    if (json == null) {
      return null;
    }
    try {
      return fields.record(reader.readTree(json));
    } catch (JsonProcessingException e) {
      throw BadRow.of(where(), new BadValue("this is no JSON (" + e.getOriginalMessage() + ")"));
    } catch (BadValue e) {
      throw BadRow.of(where(), e);
    }
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private @Nullable String read() throws BadRow {
    line++;
    try {
      return text.readLine();
    } catch (CharacterCodingException e) {
      throw BadRow.last(where() + " or a little later", "this isn't UTF-8; convert the file", e);
    } catch (EOFException e) {
      throw BadRow.last(where(), "the file breaks off here", e);
    } catch (IOException e) {
      throw BadRow.last(where(), "the file can't be read (" + e.getMessage() + ")", e);
    }
  }

  private String where() {
    return file + ", line " + line;
  }
}
