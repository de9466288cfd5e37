package io.tallyman.produce;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;

/** A file of rows, by the ending of its name, and how far it has been read. */
final class InputFile implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private final long size;
  private final Counted counted;

  private InputFile(Path path, long size, Counted counted) {
    this.path = path;
    this.size = size;
    this.counted = counted;
  }

  static InputFile open(Path path) throws ProduceFailure {
    if (!Files.isRegularFile(path)) {
      throw new ProduceFailure(
          path + ": " + (Files.exists(path) ? "this is no file" : "there is no such file"));
    }
    try {
      return new InputFile(path, Files.size(path), new Counted(Files.newInputStream(path)));
    } catch (IOException e) {
      throw new ProduceFailure(path + ": the file can't be opened (" + e + ")", e);
    }
  }

  /**
   * The rows as records of this schema.
   *
   * @param notes takes what the reader of the run should know, once: columns that are ignored
   */
  RecordSource records(Schema schema, Consumer<String> notes) throws ProduceFailure {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    boolean zipped = name.endsWith(".gz");
    String plain = zipped ? name.substring(0, name.length() - ".gz".length()) : name;
    try {
      InputStream bytes = zipped ? new GZIPInputStream(counted, BUFFER) : counted;
      if (plain.endsWith(".csv")) {
        return CsvRecords.open(path.toString(), text(bytes), schema, notes);
      } else if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
        return new JsonRecords(path.toString(), text(bytes), new JsonFields(schema, notes));
      } else if (plain.endsWith(".avro")) {
        return AvroRecords.open(path.toString(), bytes, schema);
      }
    } catch (CharacterCodingException e) {
      throw new ProduceFailure(path + ": this isn't UTF-8; convert the file", e);
    } catch (EOFException e) {
      throw new ProduceFailure(path + ": the file breaks off at its beginning", e);
    } catch (IOException e) {
      throw new ProduceFailure(path + ": the file can't be read (" + e.getMessage() + ")", e);
    }
    throw new ProduceFailure(
        path
            + ": the name doesn't say what is in the file; call it .csv, .jsonl or .avro, with .gz"
            + " after it if it is gzipped");
  }

  /** How much of the file has been read, in percent. */
  int percent() {
    return size == 0 ? 100 : (int) (100 * counted.bytes / size);
  }

  @Override
  public void close() throws IOException {
    counted.close();
  }

  /** Strict UTF-8, without a byte order mark. */
  private static BufferedReader text(InputStream bytes) throws IOException {
    Reader reader =
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    BufferedReader text = new BufferedReader(reader, BUFFER);
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  /** Counts the bytes that were read of the file as it lies on disk. */
  private static final class Counted extends FilterInputStream {

    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += Math.max(read, 0);
      return read;
    }
  }
}
