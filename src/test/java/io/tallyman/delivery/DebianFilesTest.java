package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Debian package is made of; bin/test-deb installs it on a host. */
class DebianFilesTest {
  private static final Path FILES = Path.of("ops/debian");
  private static final Path ANSIBLES_UNITS = Path.of("ansible/roles/tallyman/templates");

  /** What keeps a process inside its bounds; where and how it runs may differ. */
  private static final Pattern HARDENING =
      Pattern.compile(
          "(?m)^((?:NoNew|Capability|Ambient|Protect|Private|Restrict|Remove|Lock|SystemCall|MemoryDeny"
              + "|ReadOnly|ReadWrite|Inaccessible|ProcSubset|UMask|IPAddress|Device|KeyringMode)\\w*=.*)$");

  @ParameterizedTest
  @ValueSource(strings = {"tallyman.service", "tallyman-watch.service"})
  void shouldHardenItsUnitsAsAnsibleDoes(String unit) throws IOException {
    Set<String> ours = hardening(FILES.resolve(unit));

    assertThat(ours)
        .hasSizeGreaterThan(20)
        .isEqualTo(hardening(ANSIBLES_UNITS.resolve(unit + ".j2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"control/postinst", "control/prerm", "control/postrm", "tallyman"})
  void shouldParseEveryScript(String name) throws IOException, InterruptedException {
    Path script = FILES.resolve(name);
    assertThat(script).isExecutable();
    assertThat(run(Map.of(), "sh", "-n", script.toString())).isEmpty();
  }

  /** systemd and the shell both read the file, and only what is in single quotes alike. */
  @Test
  void shouldQuoteEveryValueOfTheEnvironment() throws IOException {
    List<String> lines =
        Files.readAllLines(FILES.resolve("tallyman.env")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> line.matches("[A-Z_]+='[^']*'"));
  }

  @Test
  void shouldOnlySetWhatTheConfigurationOrTheUnitTakes() throws IOException {
    String takers =
        Files.readString(Path.of("config.yml"))
            + Files.readString(FILES.resolve("tallyman.service"))
                .replace("$TALLYMAN", "${TALLYMAN");
    for (String line : Files.readAllLines(FILES.resolve("tallyman.env"))) {
      if (line.matches("[A-Z_]+=.*")) {
        assertThat(takers).contains("${" + line.substring(0, line.indexOf('=')));
      }
    }
  }

  @Test
  void shouldRunACommandWithTheServicesEnvironment(@TempDir Path folder) throws Exception {
    Map<String, String> seen = environmentOfTheCommand(folder, Map.of());

    assertThat(seen).containsEntry("TALLYMAN_DB_USER", "from the $file");
    assertThat(seen).containsEntry("TALLYMAN_SCHEMAS", "/usr/share/tallyman/avro-schemas");
    assertThat(seen.get("arguments"))
        .isEqualTo(
            "-XX:+ExitOnOutOfMemoryError|-jar|/usr/share/tallyman/tallyman.jar|check|a file|");
  }

  /** As with {@code TALLYMAN_DB_USER=tallyman_ddl tallyman migrate …}. */
  @Test
  void shouldPreferWhatIsSetToWhatIsInTheFile(@TempDir Path folder) throws Exception {
    Map<String, String> given =
        Map.of("TALLYMAN_DB_USER", "it's mine", "TALLYMAN_SCHEMAS", "elsewhere");

    assertThat(environmentOfTheCommand(folder, given)).containsAllEntriesOf(given);
  }

  private static Map<String, String> environmentOfTheCommand(Path folder, Map<String, String> given)
      throws IOException, InterruptedException {
    Path environment =
        Files.writeString(folder.resolve("env"), "TALLYMAN_DB_USER='from the $file'\n");
    Path java =
        Files.writeString(
            folder.resolve("java"),
            "#!/bin/sh\nprintf 'arguments='; printf '%s|' \"$@\"; echo; env\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    String wrapper =
        Files.readString(FILES.resolve("tallyman"))
            .replace("/etc/tallyman/tallyman.env", environment.toString());
    Path command = Files.writeString(folder.resolve("tallyman"), wrapper);
    Map<String, String> variables = new TreeMap<>(given);
    variables.put("PATH", folder + ":" + System.getenv("PATH"));
    Map<String, String> seen = new TreeMap<>();
    String said = run(variables, "sh", command.toString(), "check", "a file");
    for (String line : said.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        seen.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return seen;
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static Set<String> hardening(Path unit) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher directive = HARDENING.matcher(Files.readString(unit));
    while (directive.find()) {
      found.add(directive.group(1));
    }
    return found;
  }
}
