package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    String[] options = command.equals("check") ? new String[] {"--connect"} : new String[0];
    assertFails(config, command, options, sentences);
  }

  private void assertFails(Path config, String command, String[] options, String... sentences)
      throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add(config);
    try (JarProcess process = JarProcess.start(log(), arguments.toArray())) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output()).contains(sentences).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "migrate", "server"})
  void shouldAskForTheFileThatIsNotNamed(String command) throws Exception {
    try (JarProcess process = JarProcess.start(log(), command)) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output())
          .contains("name the configuration file after the command, such as config.yml")
          .doesNotContain("\tat ", "errors");
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
  void shouldSayWhatAChangedRollupMeansAndTurnTheViewOnlyWhenTold(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders =
        new OrderService(kafka, server, "changed", Framing.RAW, folder).createTopic(2)) {
      RunningService host = orders.start();
      orders.produce(40, 2);
      orders.awaitCounted();
      host.close();
      Path config = change(orders.config(), "bucket: 1h", "bucket: 30m");
      String note = "note: the view orders_by_country shows version ";

      assertThat(JarProcess.run(log(), "migrate", config)).contains("(building)", note);
      assertThat(JarProcess.run(log(), "check", "--connect", config))
          .contains(note, "--switch orders_by_country", "the configuration is fine");
      assertTellsAtItsStart(config);

      String[] turned = {"--switch", "orders_by_country"};
      assertFails(config, "migrate", turned, "40 offsets in 2 partitions", "would vanish");
      assertThat(JarProcess.run(log(), "migrate", "--dry-run", turned[0], turned[1], config))
          .startsWith("-- the view orders_by_country isn't turned: ")
          .contains("CREATE OR REPLACE VIEW `orders_by_country`");
      assertThat(JarProcess.run(log(), "migrate", "--incomplete", turned[0], turned[1], config))
          .contains("lacks 40 offsets in 2 partitions", "view orders_by_country shows version")
          .doesNotContain(note);
      assertFails(config, "migrate", new String[] {"--incomplete"}, "add --switch");
    }
  }

  private void assertTellsAtItsStart(Path config) throws Exception {
    try (JarProcess host = JarProcess.start(log(), "server", config)) {
      Awaitility.await()
          .atMost(OrderService.PATIENCE)
          .untilAsserted(
              () -> assertThat(host.output()).contains("Not shown: the view orders_by_country"));
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
  void shouldStartNothingForTheBeginningOfACommandsName() throws Exception {
    assertFails(folder.resolve("config.yml"), "serve", "did you mean server?");
  }

  @Test
  void shouldSayThatNoBrokerAnswers(Kafka kafka, Database server) throws Exception {
    try (OrderService orders = new OrderService(kafka, server, "nobody", Framing.RAW, folder)) {
      Path config = change(orders.config(), "'" + kafka.bootstrapServers() + "'", "'127.0.0.1:1'");

      assertFails(config, "check", "127.0.0.1:1", "don't answer");
    }
  }
}
