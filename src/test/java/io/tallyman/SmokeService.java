package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.FreePorts;
import io.tallyman.cluster.Kafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The project's own {@code config.yml} on real servers, with topics and tables of one test, and the
 * commands and hosts that run on it.
 */
final class SmokeService implements AutoCloseable {

  private final Path folder;
  private final Database database;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<SteeredProcess> hosts = new ArrayList<>();

  /**
   * @param name of topics, group and schema: lower-case letters
   */
  SmokeService(Kafka kafka, Database server, String name, Path folder) {
    this.folder = folder;
    this.database = server.newDatabase("smoke_" + name);
    values.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    values.put("TALLYMAN_DB_URL", database.jdbcUrl());
    values.put("TALLYMAN_DB_USER", database.user());
    values.put("TALLYMAN_DB_PASSWORD", database.password());
    values.put("TALLYMAN_GROUP", "smoke-" + name);
    values.put("TALLYMAN_TOPIC", "smoke-" + name + "-tracking");
    values.put("TALLYMAN_PORT", "0");
    values.put("TALLYMAN_ADMIN_PORT", "0");
    values.put("TALLYMAN_SMOKE", "true");
  }

  SmokeService with(String variable, String value) {
    values.put(variable, value);
    return this;
  }

  /** The file, with what the environment would say in it, and a smoke topic of this test's own. */
  Path config() throws IOException {
    String text = Files.readString(Path.of("config.yml"));
    for (Map.Entry<String, String> value : values.entrySet()) {
      text =
          text.replaceAll(
              "\\$\\{" + value.getKey() + ":-[^}]*}",
              java.util.regex.Matcher.quoteReplacement(value.getValue()));
    }
    text = text.replace("topic: tallyman-smoke", "topic: " + values.get("TALLYMAN_GROUP"));
    return Files.writeString(folder.resolve("config.yml"), text);
  }

  Blueprint blueprint() throws Exception {
    return new TallymanConfigurationFactory(
            Validators.newValidator(), Jackson.newObjectMapper(), "dw")
        .build(new FileConfigurationSourceProvider(), config().toString())
        .blueprint();
  }

  /** Runs a command of the jar to its end, which has to be this. */
  String run(int code, String command, Object... options) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add(config());
    try (JarProcess process =
        JarProcess.start(folder.resolve(command + ".log"), arguments.toArray())) {
      assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
      assertThat(process.output()).doesNotContain("\tat ");
      return process.output();
    }
  }

  /** One more host, which answers. */
  SteeredProcess start() throws Exception {
    int port = new FreePorts().pick(1, List.of()).get(0);
    values.put("TALLYMAN_ADMIN_PORT", String.valueOf(port));
    Path log = folder.resolve("host-" + hosts.size() + ".log");
    SteeredProcess host = new SteeredProcess(JarProcess.start(log, "server", config()), port);
    hosts.add(host);
    return host;
  }

  /** All rows of a query, their columns joined by bars. */
  List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    hosts.forEach(SteeredProcess::close);
  }
}
