package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * examples/online-retail by its README: every cell against a recount in Python. The data set isn't
 * part of the project: it is looked for in the folder that the environment variable
 * TALLYMAN_SHARED_DATA names, else in ../shared/data.
 */
@ExtendWith(SharedServers.class)
@Timeout(600)
final class OnlineRetailIT {

  private static final Path EXAMPLE = Path.of("examples", "online-retail");
  private static final long LINES = 541_909;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void shouldGiveEveryCellThatARecountFromTheFileGives(Kafka kafka, Database server)
      throws Exception {
    Path data = data();
    assumeThat(data).as("the data set isn't on this machine").isRegularFile();
    assumeThat(hasPython()).as("python3 runs on this machine").isTrue();
    Database database = server.newDatabase("online_retail");
    Map<String, String> environment = environment(kafka, database);
    Path config = EXAMPLE.resolve("config.yml");

    run(environment, "migrate", config);
    run(
        environment,
        "produce",
        config,
        "--source",
        "sales",
        "--input",
        data,
        "--key",
        "invoice_no",
        "--partitions",
        "12");
    try (JarProcess service =
        JarProcess.start(folder.resolve("server.log"), environment, "server", config)) {
      awaitCounted(database);
      service.terminate();
    }

    assertThat(recount(database, data, "sales_by_country_hour"))
        .isEqualTo(
            "sales_by_country_hour: 4944 cells, 541909 lines, quantity 5176450,"
                + " revenue 9747747.934, cells that differ: 0");
    assertThat(recount(database, data, "sales_by_day")).endsWith("cells that differ: 0");
    assertThat(recount(database, data, "sales_by_item_day")).endsWith("cells that differ: 0");
    assertThat(rows(database, "SELECT SUM(served - counted) FROM tallyman_ledger"))
        .containsExactly("SUM(served - counted)", "0");
  }

  private static Map<String, String> environment(Kafka kafka, Database database) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "TALLYMAN_DB_URL", database.jdbcUrl(),
        "TALLYMAN_DB_USER", database.user(),
        "TALLYMAN_DB_PASSWORD", database.password(),
        "TALLYMAN_GROUP", "online-retail",
        "TALLYMAN_PORT", "0",
        "TALLYMAN_ADMIN_PORT", "0");
  }

  private void run(Map<String, String> environment, Object... arguments) throws Exception {
    Path log = folder.resolve(arguments[0] + ".log");
    try (JarProcess process = JarProcess.start(log, environment, arguments)) {
      assertThat(process.exitCode()).as(process.output()).isZero();
    }
  }

  private static void awaitCounted(Database database) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(
                        rows(database, "SELECT SUM(served) FROM tallyman_ledger GROUP BY rollup"))
                    .filteredOn(String.valueOf(LINES)::equals)
                    .hasSize(3));
  }

  /** What recount.py says last of a view. */
  private String recount(Database database, Path data, String rollup) throws Exception {
    Path view = folder.resolve(rollup + ".tsv");
    Files.write(view, rows(database, "SELECT * FROM " + rollup));
    Path log = folder.resolve(rollup + ".log");
    Process python =
        new ProcessBuilder(
                "python3",
                EXAMPLE.resolve("recount.py").toString(),
                data.toString(),
                rollup,
                "--compare",
                view.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(python.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      python.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(python.exitValue()).as(said).isZero();
    return said.strip();
  }

  /** As a MySQL client prints it: a line of names, then a line a row, tab-separated. */
  private static List<String> rows(Database database, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> line = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        line.add(result.getMetaData().getColumnLabel(i));
      }
      lines.add(String.join("\t", line));
      while (result.next()) {
        line.clear();
        for (int i = 1; i <= columns; i++) {
          line.add(String.valueOf(result.getString(i)));
        }
        lines.add(String.join("\t", line));
      }
    }
    return lines;
  }

  private static Path data() {
    String given = System.getenv("TALLYMAN_SHARED_DATA");
    Path folder = given == null ? Path.of("..", "shared", "data") : Path.of(given);
    return folder.resolve("online-retail").resolve("online-retail.csv.gz");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
