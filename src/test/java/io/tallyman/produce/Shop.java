package io.tallyman.produce;

import io.tallyman.decode.Framing;
import io.tallyman.decode.SchemaCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.generic.GenericRecord;

/** A folder with a schema and files of rows, and what reading and producing them says. */
final class Shop {

  static final Path HOME = Path.of(System.getProperty("tallyman.home", "."));
  static final Path SALES = HOME.resolve("examples/online-retail/avro-schemas");
  static final String SALE = "io.tallyman.examples.Sale";
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private final Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> notes = new ArrayList<>();
  private Path schemas = SALES;
  private String name = SALE;

  Shop(Path folder) {
    this.folder = folder;
  }

  /** Another schema than the sale's: a record named {@code shop.Order} with these fields. */
  Shop withOrder(String fields) {
    schemas = folder.resolve("schemas");
    name = "shop.Order";
    String json =
        "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"tallyman.id\":8,\"fields\":["
            + fields.replace('\'', '"')
            + "]}";
    try {
      Files.createDirectories(schemas);
      Files.writeString(schemas.resolve("Order.avsc"), json);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The marketplace's schemas, those of config.yml. */
  Shop withEvents() {
    schemas = HOME.resolve("avro-schemas");
    name = "io.tallyman.events.TrackingEvent";
    return this;
  }

  Path file(String name, String... lines) {
    return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Path file(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  SchemaCatalogue catalogue() {
    return SchemaCatalogue.load(
        schemas,
        problem -> {
          throw new AssertionError(problem);
        });
  }

  /** The records of a file, in JSON as Avro prints them. */
  List<String> read(Path path) throws IOException, ProduceFailure, BadRow {
    List<String> records = new ArrayList<>();
    try (InputFile file = InputFile.open(path);
        RecordSource source =
            file.records(catalogue().current(name).orElseThrow().schema(), notes::add)) {
      for (GenericRecord next = source.next(); next != null; next = source.next()) {
        records.add(next.toString());
      }
    }
    return records;
  }

  List<String> notes() {
    return notes;
  }

  /** A run that needs no Kafka. */
  ProduceRun dryRun(Path input, String key) {
    return dryRun(input, key, 0);
  }

  ProduceRun dryRun(Path input, String key, long skip) {
    return run(
        Map.of(),
        Framing.CONFLUENT,
        new ProduceOptions(
            input, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), key, skip, true));
  }

  ProduceRun run(Map<String, Object> kafka, Framing framing, ProduceOptions options) {
    return run(kafka, new ProduceTarget("sales", framing, name), options);
  }

  ProduceRun run(Map<String, Object> kafka, ProduceTarget target, ProduceOptions options) {
    return new ProduceRun(
        kafka,
        target,
        catalogue(),
        options,
        new ProduceSurroundings(
            Clock.fixed(now, ZoneOffset.UTC),
            System::nanoTime,
            LockSupport::parkNanos,
            new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  /** The time at which every record of this shop is sent. */
  Instant now() {
    return now;
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
