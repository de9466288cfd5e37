package io.tallyman.prove;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The invoice lines to count, as one CSV file.
 *
 * @param file with a line of column names
 * @param lines how many invoice lines it has
 */
record DataSet(Path file, long lines) {

  /** Where people say that the data is, by an environment variable. */
  static final String PLACE = "TALLYMAN_SHARED_DATA";

  /**
   * The data set on this machine; empty where there is none.
   *
   * @param home the project's folder; without the environment variable the data is looked for
   *     beside it
   */
  static Optional<Path> find(Path home) {
    String given = System.getenv(PLACE);
    Path folder = given == null ? home.resolve("../shared/data") : Path.of(given);
    Path file = folder.resolve("online-retail/online-retail.csv.gz").normalize();
    return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
  }

  /** Copies the first lines of a gzipped CSV file whose values span no lines, or all there are. */
  static DataSet head(Path gzipped, long most, Path copy) throws IOException {
    long lines = -1; // the column names are none
    try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(gzipped)), StandardCharsets.UTF_8));
        BufferedWriter writer = Files.newBufferedWriter(copy)) {
      for (String line = reader.readLine();
          line != null && lines < most;
          line = reader.readLine()) {
        writer.write(line);
        writer.newLine();
        lines++;
      }
    }
    return new DataSet(copy, lines);
  }
}
