package io.tallyman.decode;

import io.tallyman.event.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The schemas of this repository, and folders of schemas made for one test. */
final class Schemas {

  private static final Path HOME = Path.of(System.getProperty("tallyman.home", "."));

  static final Path DIRECTORY = HOME.resolve("avro-schemas");
  static final String TRACKING_EVENT = "io.tallyman.events.TrackingEvent";

  private final Path directory;
  private final List<Problem> problems = new ArrayList<>();

  Schemas(Path directory) {
    this.directory = directory;
  }

  static SchemaCatalogue tracking() {
    return loadWithoutProblems(DIRECTORY);
  }

  static SchemaCatalogue sales() {
    return loadWithoutProblems(HOME.resolve("examples/online-retail/avro-schemas"));
  }

  static SchemaCatalogue loadWithoutProblems(Path directory) {
    return SchemaCatalogue.load(
        directory,
        problem -> {
          throw new AssertionError(problem);
        });
  }

  Schemas with(String file, String json) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, json);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record named {@code shop.Order} with these fields and attributes. */
  Schemas withOrder(String file, String attributes, String fields) {
    return with(
        file,
        "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\","
            + attributes
            + "\"fields\":["
            + fields.replace('\'', '"')
            + "]}");
  }

  SchemaCatalogue load() {
    problems.clear();
    return SchemaCatalogue.load(directory, problems::add);
  }

  List<String> problems() {
    load();
    return problems.stream().map(Problem::toString).toList();
  }
}
