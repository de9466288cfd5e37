package io.tallyman.produce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated lines under a header, quoted as RFC 4180 has it: commas, line breaks and doubled
 * quotes inside quotes, lines ended by LF or CRLF, empty lines left out.
 */
final class CsvRecords implements RecordSource {

  private final String file;
  private final CsvParser parser;
  private int width;
  private @Nullable CsvRow row;

  private CsvRecords(String file, CsvParser parser) {
    this.file = file;
    this.parser = parser;
  }

  static CsvRecords open(String file, BufferedReader text, Schema schema, Consumer<String> notes)
      throws IOException, ProduceFailure {
    CsvParser parser =
        new CsvFactory().enable(CsvParser.Feature.SKIP_EMPTY_LINES).createParser(text);
    CsvRecords records = new CsvRecords(file, parser);
    try {
      List<String> header = records.line();
      if (header == null) {
        throw new ProduceFailure(file + ": the file is empty; its first line names the columns");
      }
      records.width = header.size();
      records.row = CsvColumns.match(file, header, schema, notes);
      return records;
    } catch (BadRow e) {
      throw new ProduceFailure(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public @Nullable GenericRecord next() throws BadRow {
    CsvRow plan = row;
    List<String> line = line();
    if (line == null || plan == null) {
      return null;
    }
    try {
      if (line.size() != width) {
        throw new BadValue("it has " + line.size() + " columns, the header has " + width);
      }
      return plan.record(line);
    } catch (BadValue e) {
      throw BadRow.of(where(), e);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private @Nullable List<String> line() throws BadRow {
    try {
      if (parser.nextToken() == null) {
        return null;
      }
      List<String> line = new ArrayList<>(width);
      JsonToken token = parser.nextToken();
      while (token != null && token != JsonToken.END_ARRAY) {
        line.add(parser.getText());
        token = parser.nextToken();
      }
      return token == null && line.isEmpty() ? null : line;
    } catch (JsonProcessingException e) {
      throw BadRow.last(where(), e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw BadRow.last(where() + " or a little later", "this isn't UTF-8; convert the file", e);
    } catch (EOFException e) {
      throw BadRow.last(where(), "the file breaks off here", e);
    } catch (IOException e) {
      throw BadRow.last(where(), "the file can't be read (" + e.getMessage() + ")", e);
    }
  }

  /** The line that was read last, or the last of its lines where a quoted text spans several. */
  private String where() {
    return file + ", line " + parser.currentTokenLocation().getLineNr();
  }
}
