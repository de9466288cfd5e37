package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Ansible's files may not have a secret: in plain text, and where a host's users see it. */
class SecretsInDeliveryTest {

  private static final Path ANSIBLE = Path.of("ansible");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(passw(or)?d|passphrase|secret|token|credential|dsn|webhook|private_?key|api_?key).*");

  /** A file that has the secret, and when one is set. */
  private static final Pattern NO_SECRET = Pattern.compile("(?i).*_(file|dir)|update_password");

  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);

  /** What is taken where an expression has nothing, as in {@code x | default('hunter2')}. */
  private static final Pattern LITERAL_DEFAULT = Pattern.compile("default\\(\\s*(['\"])(?!\\1)");

  private static final Pattern LOGIN_IN_ADDRESS = Pattern.compile("://[^/\\s:@{}]*:[^/\\s@{}]+@");

  /** A variable, a setting: NAME=value, name: value. */
  private static final Pattern LINE = Pattern.compile("^\\s*([\\w.-]+)\\s*[=:]\\s*(.*)$");

  private static final Pattern COMMAND =
      Pattern.compile("(ansible\\.builtin\\.)?(command|shell|script|raw|expect)");

  /** What the argument specs call a secret, whatever its name. */
  private static Set<String> declared;

  @BeforeAll
  static void readArgumentSpecs() throws IOException {
    declared = new TreeSet<>();
    for (Path file : files()) {
      if (file.endsWith("argument_specs.yml")) {
        YAML.readTree(file.toFile()).at("/argument_specs/main/options").properties().stream()
            .filter(option -> option.getValue().path("no_log").asBoolean())
            .forEach(option -> declared.add(option.getKey()));
      }
    }
  }

  @Test
  void shouldKnowTheSecretsOfTheRoles() {
    assertThat(declared).contains("tallyman_db_password", "tallyman_more_environment");
  }

  @Test
  void shouldKeepSecretsOutOfAnsible() throws IOException {
    List<String> written = new ArrayList<>();
    for (Path file : files()) {
      plain(file).forEach(each -> written.add(file + ": " + each));
    }
    assertThat(written).as("secrets in plain text").isEmpty();
  }

  @Test
  void shouldKeepSecretsOutOfProcessLists() throws IOException {
    List<String> shown = new ArrayList<>();
    for (Path file : files()) {
      if (file.toString().endsWith(".yml")) {
        shown(YAML.readTree(file.toFile())).forEach(each -> shown.add(file + ": " + each));
      }
    }
    assertThat(shown).as("secrets that a process list shows").isEmpty();
  }

  /** {@code systemctl show} tells a unit's variables and command to everybody. */
  @Test
  void shouldKeepSecretsOutOfUnits() throws IOException {
    List<Path> units =
        files().stream().filter(file -> file.toString().endsWith(".service.j2")).toList();
    assertThat(units).hasSizeGreaterThan(1);
    for (Path unit : units) {
      assertThat(secretsIn(Files.readString(unit))).as("secrets in %s", unit).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db_password: hunter2",
        "db_password: 12345",
        "sentry_dsn: https://key@errors.example/1",
        "deploy_secret: hunter2",
        "api_token: hunter2",
        "activity_webhook: https://chat.example/T1",
        "more: {TALLYMAN_KAFKA_PASSWORD: hunter2}",
        "options: {db_password: {type: str, default: hunter2}}",
        "db_password: \"{{ lookup('env', 'X') | default('hunter2') }}\"",
        "variables: [{name: TALLYMAN_KAFKA_PASSWORD, value: hunter2}]",
        "bin_url: https://anna:hunter2@files.example/x"
      })
  void shouldSeeASecretInPlainText(String yaml) throws IOException {
    assertThat(plain(YAML.readTree(yaml))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db_password: ''",
        "db_password: \"{{ lookup('env', 'X') }}\"",
        "db_password: \"{{ lookup('env', 'X') | default('') }}\"",
        "db_password: !vault $ANSIBLE_VAULT;1.1;AES256",
        "options: {db_password: {type: str, default: '', no_log: true}}",
        "deploy_secret_file: /etc/ssl/deploy.secret",
        "update_password: on_create",
        "variables: [{name: TALLYMAN_KAFKA_PASSWORD, value: \"{{ x }}\"}]",
        "url: jdbc:mysql://db.example:3306/tallyman"
      })
  void shouldLetPassWhatIsNoSecret(String yaml) throws IOException {
    assertThat(plain(YAML.readTree(yaml))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command: mysql --password={{ db_password }}",
        "ansible.builtin.command: {argv: [mysql, '-p{{ db_password }}']}",
        "ansible.builtin.shell: 'curl -H {{ api_token }} x'",
        "ansible.builtin.script: files/x.py {{ deploy_secret }}",
        "ansible.builtin.command: {argv: [x, '{{ tallyman_more_environment }}']}",
        "{ansible.builtin.command: 'x {{ item }}', loop: ['{{ db_password }}']}",
        "{ansible.builtin.command: 'x {{ p }}', vars: {p: '{{ db_password }}'}}",
        "{ansible.builtin.command: x, environment: {MYSQL_PWD: '{{ db_password }}'}}",
        "{ansible.builtin.copy: {dest: x}, environment: {SENTRY_DSN: '{{ x }}'}}",
        "block: [{command: 'x {{ db_password }}'}]"
      })
  void shouldSeeASecretInAProcessList(String task) throws IOException {
    assertThat(shown(YAML.readTree(task))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ansible.builtin.command: {argv: [x, read], stdin: '{{ db_password }}'}",
        "ansible.builtin.command: {argv: [sh, -c, 'PASSWORD=$password x']}",
        "ansible.builtin.command: {argv: [x, --secret-file, '{{ deploy_secret_file }}']}",
        "ansible.builtin.user: {name: x, password: '{{ db_password }}'}",
        "{ansible.builtin.command: x, environment: {LANG: C}}"
      })
  void shouldLetPassWhatNoProcessListShows(String task) throws IOException {
    assertThat(shown(YAML.readTree(task))).isEmpty();
  }

  /** The names under which something is a secret in plain text. */
  private static List<String> plain(Path file) throws IOException {
    if (file.toString().endsWith(".yml")) {
      return plain(YAML.readTree(file.toFile()));
    }
    return Files.readString(file)
        .lines()
        .map(line -> LINE.matcher(line))
        .filter(line -> line.matches() && isSecret(line.group(1)) && isPlain(line.group(2)))
        .map(line -> line.group(1))
        .toList();
  }

  private static List<String> plain(JsonNode node) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      JsonNode written = value.isObject() ? value.path("default") : value;
      boolean secret =
          isSecret(entry.getKey())
              || (entry.getKey().equals("value") && isSecret(node.path("name").asText()));
      if ((secret && !written.isBoolean() && isPlain(written.asText()))
          || LOGIN_IN_ADDRESS.matcher(value.asText()).find()) {
        found.add(entry.getKey());
      }
    }
    node.forEach(child -> found.addAll(plain(child)));
    return found;
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && !value.startsWith("$ANSIBLE_VAULT")
        && (!EXPRESSION.matcher(value).find() || LITERAL_DEFAULT.matcher(value).find());
  }

  /**
   * The secrets that tasks have where every user of a host sees them: Ansible puts an environment
   * into the arguments of a shell, and a command's arguments are its own. What it reads on its
   * standard input isn't seen.
   */
  private static Set<String> shown(JsonNode node) {
    JsonNode environment = node.path("environment");
    Set<String> found = secretsIn(environment.toString());
    environment.fieldNames().forEachRemaining(name -> found.addAll(secretsOf(name)));
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (COMMAND.matcher(entry.getKey()).matches()) {
        found.addAll(secretsIn(withoutInput(entry.getValue()).toString()));
        found.addAll(secretsIn(node.path("loop").toString()));
        found.addAll(secretsIn(node.path("vars").toString()));
      }
    }
    node.forEach(child -> found.addAll(shown(child)));
    return found;
  }

  private static JsonNode withoutInput(JsonNode command) {
    return command instanceof ObjectNode arguments
        ? arguments.deepCopy().without("stdin")
        : command;
  }

  /** What the expressions of a text name. */
  private static Set<String> secretsIn(String text) {
    Set<String> found = new TreeSet<>();
    EXPRESSION
        .matcher(text)
        .results()
        .flatMap(expression -> Stream.of(expression.group().split("\\W+")))
        .forEach(name -> found.addAll(secretsOf(name)));
    return found;
  }

  private static Set<String> secretsOf(String name) {
    return isSecret(name) ? Set.of(name) : Set.of();
  }

  private static boolean isSecret(String name) {
    return declared.contains(name)
        || (SECRET.matcher(name).matches() && !NO_SECRET.matcher(name).matches());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ANSIBLE)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
