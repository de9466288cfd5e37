package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar's commands, as a person at a terminal meets them. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class CommandIT {

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("out.log");
  }

  /** Replaces a word of the configuration. */
  private static Path change(Path config, String from, String to) throws Exception {
    String text = Files.readString(config);
    assertThat(text).contains(from);
    return Files.writeString(config, text.replace(from, to));
  }

  private void assertFails(Path config, String command, String... sentences) throws Exception {
    try (JarProcess process =
        command.equals("check")
            ? JarProcess.start(log(), command, "--connect", config)
            : JarProcess.start(log(), command, config)) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output()).contains(sentences).doesNotContain("\tat ");
    }
  }

  @Test
  void shouldMigrateOnceAndFindEverythingInPlace(Kafka kafka, Database server) throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "commands", Framing.RAW, folder).createTopic(2)) {
      Path config = change(orders.config(), "migrate: true", "migrate: false");
      assertFails(config, "check", "migrate");

      assertThat(JarProcess.run(log(), "migrate", "--dry-run", config)).contains("CREATE TABLE");
      assertThat(JarProcess.run(log(), "migrate", config)).contains("orders_by_country");
      assertThat(JarProcess.run(log(), "migrate", config)).contains("up to date");
      assertThat(JarProcess.run(log(), "check", "--connect", config))
          .contains("topic it-commands is there, with 2 partitions")
          .contains("the configuration is fine");
    }
  }

  @Test
  void shouldSayWhichTopicIsMissingAndWhichLoginIsRefused(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = new OrderService(kafka, server, "refused", Framing.RAW, folder)) {
      Path config = change(orders.config(), "password: '", "password: 'not-");

      assertFails(config, "check", "there is no topic 'it-refused'", "create it", "password");
      assertFails(config, "migrate", "password");
      assertFails(config, "server", "password");
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswers(Kafka kafka, Database server) throws Exception {
    try (OrderService orders = new OrderService(kafka, server, "nobody", Framing.RAW, folder)) {
      Path config = change(orders.config(), "'" + kafka.bootstrapServers() + "'", "'127.0.0.1:1'");

      assertFails(config, "check", "127.0.0.1:1", "don't answer");
    }
  }
}
