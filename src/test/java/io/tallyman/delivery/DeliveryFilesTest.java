package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What delivers the service, as far as it can be checked without a linter; bin/lint-delivery does
 * the rest.
 */
class DeliveryFilesTest {
  private static final Path ANSIBLE = Path.of("ansible");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", ".vagrant", ".tallyman", ".idea", "node_modules");
  private static final long LARGEST_SOURCE = 1_000_000;

  /**
   * Hosts that packages and images come from; written as patterns, so that this file doesn't name
   * them either.
   */
  private static final Pattern PACKAGE_HOST =
      Pattern.compile(
          "repo1?\\.maven\\.|registry\\.npm|pythonhosted\\.|pypi\\.org|(deb|snapshot)\\.debian\\.|docker\\.io"
              + "|ghcr\\.io|quay\\.io|repo\\.jenkins-ci|galaxy\\.ansible\\.|rubygems\\.org|packages\\.confluent");

  @Test
  void shouldParseEveryYamlFile() throws IOException {
    List<Path> files = files(ANSIBLE, ".yml");
    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      assertThat(YAML.readTree(file.toFile())).as("content of %s", file).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"common", "kafka", "mysql", "tallyman"})
  void shouldSpecifyEveryVariableOfTheRole(String role) throws IOException {
    Path folder = ANSIBLE.resolve("roles").resolve(role);
    JsonNode defaults = YAML.readTree(folder.resolve("defaults/main.yml").toFile());
    JsonNode options =
        YAML.readTree(folder.resolve("meta/argument_specs.yml").toFile())
            .at("/argument_specs/main/options");
    assertThat(names(options)).containsAll(names(defaults));
  }

  /** What config.yml leaves to the environment, the role sets, or says here why it doesn't. */
  @Test
  void shouldSetEveryVariableOfTheConfiguration() throws IOException {
    Set<String> notSet =
        Set.of(
            "NAME", // stands for any of them, in the first lines
            "TALLYMAN_DB_MIGRATE", // the play migrates, with another user
            "TALLYMAN_SCHEMAS", // beside config.yml in the release
            "TALLYMAN_TOPIC", // one fleet reads one topic: config.yml of the fleet names it
            "TALLYMAN_DEPLOY_SECRET", // of an example
            "TALLYMAN_ANNA_PASSWORD"); // likewise
    Path templates = ANSIBLE.resolve("roles/tallyman/templates");
    String template =
        Files.readString(templates.resolve("tallyman.env.j2"))
            + Files.readString(templates.resolve("host.env.j2"))
            + Files.readString(templates.resolve("secrets.env.j2"));
    Set<String> missing = new TreeSet<>();
    Matcher variable =
        Pattern.compile("\\$\\{([A-Z_]+)").matcher(Files.readString(Path.of("config.yml")));
    while (variable.find()) {
      if (!template.contains("\n" + variable.group(1) + "=")) {
        missing.add(variable.group(1));
      }
    }
    assertThat(missing).isEqualTo(notSet);
  }

  /** Or a password that was changed would be put back with an older release. */
  @Test
  void shouldKeepSecretsOutOfReleases() throws IOException {
    Path templates = ANSIBLE.resolve("roles/tallyman/templates");
    JsonNode options =
        YAML.readTree(ANSIBLE.resolve("roles/tallyman/meta/argument_specs.yml").toFile())
            .at("/argument_specs/main/options");
    String kept = Files.readString(templates.resolve("secrets.env.j2"));
    List<String> secrets =
        options.properties().stream()
            .filter(option -> option.getValue().path("no_log").asBoolean())
            .map(Map.Entry::getKey)
            .filter(name -> !name.contains("migrate")) // which no host keeps
            .toList();

    assertThat(secrets).hasSizeGreaterThan(2).allMatch(kept::contains);
    for (String file :
        List.of(
            "tallyman.env.j2",
            "host.env.j2",
            "host.conf.j2",
            "tallyman.service.j2",
            "ctl.yml.j2")) {
      assertThat(secrets).noneMatch(Files.readString(templates.resolve(file))::contains);
    }
  }

  /**
   * Going back to a release is going back to all that it was made of; and hosts that differ in what
   * is their own still run the same release.
   */
  @Test
  void shouldNameAReleaseAfterEveryFileThatTheRoleWritesForIt() throws IOException {
    Path role = ANSIBLE.resolve("roles/tallyman");
    String name = Files.readString(role.resolve("tasks/name.yml"));
    List<String> own =
        YAML.readTree(role.resolve("vars/main.yml").toFile())
            .path("tallyman_own")
            .findValuesAsText("name");
    assertThat(own).contains("secrets.env");
    for (Path folder : List.of(role.resolve("templates"), role.resolve("files"))) {
      for (Path file : files(folder, "")) {
        String written = file.getFileName().toString().replace(".j2", "");
        // how values are written; by which the plays ask; and what stays whatever is put back
        if (!List.of("quoted", "ctl.yml").contains(written) && !own.contains(written)) {
          assertThat(name).contains("'" + file.getFileName() + "'");
        }
      }
    }
    for (JsonNode task : YAML.readTree(role.resolve("tasks/release.yml").toFile())) {
      JsonNode copy = task.path("ansible.builtin.copy");
      if (copy.has("src")) {
        assertThat(name).contains(copy.path("src").asText().replaceAll("[{} ]", ""));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin", ".ci", "ops"})
  void shouldParseEveryShellScript(String folder) throws IOException, InterruptedException {
    for (Path script : files(Path.of(folder), "")) {
      List<String> lines = textOf(script).lines().limit(1).toList();
      if (!lines.isEmpty() && lines.get(0).matches("#!.*\\bbash\\b.*")) {
        Process bash =
            new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();
        String complaint = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as("bash -n %s: %s", script, complaint).isZero();
      }
    }
  }

  @Test
  void shouldShowInTheReadmeWhatTheConfigurationHas() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String excerpt = readme.substring(readme.indexOf("```yaml\n") + 8);
    List<String> shown = excerpt.substring(0, excerpt.indexOf("```")).lines().toList();

    assertThat(shown).hasSizeGreaterThan(10);
    assertThat(Files.readString(Path.of("config.yml")).lines()).containsSubsequence(shown);
  }

  @Test
  void shouldNameNoPackageHost() throws IOException {
    List<String> offenders = new ArrayList<>();
    for (Path file : files(Path.of(""), "")) {
      String[] lines = textOf(file).split("\n", -1);
      for (int line = 0; line < lines.length; line++) {
        if (PACKAGE_HOST.matcher(lines[line]).find()) {
          offenders.add("%s:%d: %s".formatted(file, line + 1, lines[line].strip()));
        }
      }
    }
    assertThat(offenders)
        .as("package hosts: every machine has its own mirrors, so leave them to its settings")
        .isEmpty();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The file as text of some kind: a binary file gives nonsense, but never an error. */
  private static String textOf(Path file) throws IOException {
    return Files.size(file) > LARGEST_SOURCE
        ? ""
        : Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
