package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The Dockerfile and compose.yml; bin/test-image builds, runs and stops what they describe. */
class ImageFilesTest {
  private static final Path COMPOSE = Path.of("compose.yml");

  @Test
  void shouldBuildTheImageInStages() throws IOException {
    assertThat(instructions("FROM "))
        .containsExactly(
            "FROM maven:3.9-eclipse-temurin-17 AS build", "FROM eclipse-temurin:17-jre");
  }

  /** A change of the application fetches no library, and ships none. */
  @Test
  void shouldHaveTheLibrariesInLayersBeforeTheApplication() throws IOException {
    List<String> lines = instructions("");
    int fetched = indexOf(lines, "RUN mvn .*dependency:copy-dependencies.*-DoutputDirectory=lib.*");
    int sources = indexOf(lines, "COPY src src");
    int libraries = indexOf(lines, "COPY --from=build /build/lib lib");
    int application = indexOf(lines, "COPY --from=build /build/target/original-.*\\.jar tally.*");
    int archive = indexOf(lines, "RUN .*archive-classes tallyman\\.jsa");

    assertThat(List.of(fetched, sources, libraries, application, archive)).isSorted();
    assertThat(lines.subList(sources, lines.size()))
        .as("arguments that differ from build to build don't come before the libraries")
        .contains("ARG COMMIT=unknown");
  }

  @Test
  void shouldCopyNothingThatTheContextLeavesOut() throws IOException {
    List<String> taken =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    for (String line : instructions("COPY ")) {
      if (!line.contains("--from=")) {
        List<String> words = List.of(line.split(" +", -1));
        for (String source : words.subList(1, words.size() - 1)) {
          assertThat(source)
              .matches(
                  path ->
                      path.startsWith("--")
                          || taken.stream()
                              .anyMatch(
                                  name -> name.startsWith(path) || path.startsWith(name + "/")));
        }
      }
    }
  }

  @Test
  void shouldRunTheImageUnprivileged() throws IOException {
    assertThat(instructions("USER ")).containsExactly("USER 10001:10001");
    assertThat(instructions("")).containsSubsequence("USER 10001:10001", "STOPSIGNAL SIGTERM");
  }

  @Test
  void shouldLetTheImagesProcessGetTheSignal() throws IOException {
    assertThat(instructions("")).contains("STOPSIGNAL SIGTERM", "CMD [\"server\", \"config.yml\"]");
    assertThat(instructions("ENTRYPOINT "))
        .singleElement()
        .asString()
        .startsWith("ENTRYPOINT [\"java\", ")
        .contains("\"-XX:SharedArchiveFile=tallyman.jsa\"")
        .endsWith("\"-jar\", \"tallyman.jar\"]");
  }

  @Test
  void shouldAskForHealthByWhatTheImageHas() throws IOException {
    assertThat(instructions("HEALTHCHECK "))
        .singleElement()
        .asString()
        .endsWith("CMD [\"/usr/local/bin/tallyman-health-check\", \"alive\"]");
    assertThat(Path.of("ops/container/health-check")).isExecutable();
  }

  @Test
  void shouldPublishOnLoopbackAlone() throws IOException {
    List<String> ports = new ArrayList<>();
    services().forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));

    assertThat(ports).hasSizeGreaterThan(4).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void shouldBringUpThreeBrokersADatabaseAndTheService() throws IOException {
    JsonNode services = services();
    assertThat(services.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("kafka-1", "kafka-2", "kafka-3", "mysql", "migrate", "tallyman");
    Set<String> nodes = new TreeSet<>();
    for (JsonNode service : services) {
      if (service.at("/environment/KAFKA_NODE_ID").isInt()) {
        nodes.add(service.at("/environment/KAFKA_NODE_ID").asText());
        assertThat(service.path("volumes")).hasSize(1);
      }
    }
    assertThat(nodes).containsExactly("1", "2", "3");
    assertThat(services.at("/tallyman/depends_on/migrate/condition").asText())
        .isEqualTo("service_completed_successfully");
  }

  @Test
  void shouldTakePasswordsFromOutside() throws IOException {
    Matcher password =
        Pattern.compile("(?m)^ +(\\w*PASSWORD): (.*)$").matcher(Files.readString(COMPOSE));
    int found = 0;
    while (password.find()) {
      assertThat(password.group(2)).matches("\\$\\{TALLYMAN_DB\\w*_PASSWORD:-throw-away}");
      found++;
    }
    assertThat(found).isEqualTo(3);
  }

  /** The brokers of the tests, of the stand-in and of compose.yml are of one version. */
  @Test
  void shouldRunTheBrokersOfTheTests() throws IOException {
    Matcher version =
        Pattern.compile("<kafka.version>(.+)</kafka.version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(services().at("/kafka-1/image").asText())
        .isEqualTo("apache/kafka:" + version.group(1));
  }

  /** With the anchors taken in. */
  private static JsonNode services() throws IOException {
    Object read =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(COMPOSE));
    return new ObjectMapper().valueToTree(read).path("services");
  }

  private static int indexOf(List<String> lines, String pattern) {
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).matches(pattern)) {
        return line;
      }
    }
    throw new AssertionError("no line of the Dockerfile is " + pattern);
  }

  /** Those that begin so, one line each, without comments. */
  private static List<String> instructions(String beginning) throws IOException {
    return Files.readString(Path.of("Dockerfile"))
        .replaceAll("\\\\\n *", " ")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && line.startsWith(beginning))
        .toList();
  }
}
