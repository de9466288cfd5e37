package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts that run a playbook give to Ansible, which a stand-in takes here. */
@Timeout(60)
final class PlaybookScriptsTest {

  @TempDir Path folder;
  private Path project;
  private Path inventory;

  /** A copy of the scripts, as a jar in target/ is their concern and isn't built here. */
  @BeforeEach
  void layOut() throws IOException {
    project = Files.createDirectory(folder.resolve("a project"));
    Files.createDirectory(project.resolve("ansible"));
    Path bin = Files.createDirectory(project.resolve("bin"));
    for (String name : List.of("lib.sh", "deploy", "rollback", "smoke", "verify")) {
      Files.copy(Path.of("bin", name), bin.resolve(name));
    }
    Files.createDirectory(project.resolve("target"));
    Files.createFile(project.resolve("target/tallyman.jar"));
    inventory = Files.createDirectory(folder.resolve("an inventory"));
    ansibleIs(
        "[ \"${!#}\" = --list-hosts ] && { echo '    hosts (2):'; exit; }\n"
            + "echo \"$ANSIBLE_CONFIG\"; printf '%s\\n' \"$@\"");
  }

  private void ansibleIs(String body) throws IOException {
    Path program = folder.resolve("ansible-playbook");
    Files.writeString(program, "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private record Run(int code, List<String> lines) {}

  private Run run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(project.resolve("bin/" + script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("TALLYMAN_JAR", project.resolve("target/tallyman.jar").toString());
    ScriptRun run = ScriptRun.of(builder);
    return new Run(run.code(), run.lines());
  }

  private List<String> ansibleGot(String playbook, String... more) {
    return Stream.concat(
            Stream.of(
                project.resolve("ansible/ansible.cfg").toString(),
                "--inventory",
                inventory.toString(),
                project.resolve("ansible").resolve(playbook).toString()),
            Stream.of(more))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"deploy, deploy.yml", "rollback, rollback.yml"})
  void shouldNameTheRollWhateverItIsCalled(String script, String playbook) throws Exception {
    Run run = run(script, inventory.toString(), "--limit", "a", "--roll", "jenkins-My \"Job\"-12");

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                ansibleGot(
                    playbook,
                    "--limit",
                    "a",
                    "--extra-vars",
                    "{\"tallyman_roll_id\": \"jenkins-My \\\"Job\\\"-12\"}")));
  }

  @Test
  void shouldHandAnsibleItsOptions() throws Exception {
    assertThat(run("deploy", inventory.toString(), "--check"))
        .isEqualTo(new Run(0, ansibleGot("deploy.yml", "--check")));
    assertThat(run("verify", inventory.toString(), "-v"))
        .isEqualTo(
            new Run(0, ansibleGot("smoke.yml", "-v", "--extra-vars", "{\"smoke_ledger\": true}")));
  }

  @Test
  void shouldTellWhatWasCountedWronglyFromWhatIsMissing() throws Exception {
    ansibleIs("[ \"${!#}\" = --list-hosts ] && { echo '    hosts (2):'; exit; }\nexit 4");

    assertThat(run("smoke", inventory.toString()).code()).isEqualTo(1);
    assertThat(run("smoke", folder.resolve("none").toString()).code()).isEqualTo(2);
    assertThat(run("deploy", inventory.toString()).code()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "rollback", "smoke", "verify"})
  void shouldSayWhichInventoryIsMissing(String script) throws Exception {
    Path none = folder.resolve("none");

    Run run = run(script, none.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines())
        .containsExactly(
            "there is no inventory at "
                + none
                + "; copy ansible/inventories/example and fill in your hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "rollback", "smoke", "verify"})
  void shouldNotTakeAnInventoryWithoutHostsForDone(String script) throws Exception {
    ansibleIs("echo '    hosts (0):'");
    assertThat(run(script, inventory.toString()))
        .isEqualTo(
            new Run(
                2,
                List.of(inventory + " has no host in its group tallyman, or --limit leaves none")));

    ansibleIs("echo 'no such option'; exit 4");
    assertThat(run(script, inventory.toString()).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "rollback", "verify"})
  void shouldExplainItself(String script) throws Exception {
    Run run = run(script, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.lines()).anyMatch(line -> line.strip().contains("bin/" + script + " "));
    assertThat(run(script, "--check"))
        .isEqualTo(
            new Run(
                2,
                List.of(
                    "name the inventory first, such as ansible/inventories/staging; --help says"
                        + " more")));
  }

  @Test
  void shouldSmokeFromHereByTheConfigurationThatIsNamedOrTheProjects() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(bin.resolve("java"), "#!/bin/bash\nshift 6; echo \"$*\"\n");
    Files.setPosixFilePermissions(
        bin.resolve("java"), PosixFilePermissions.fromString("rwx------"));

    assertThat(run("smoke")).isEqualTo(new Run(0, List.of("smoke config.yml")));
    assertThat(run("smoke", "--json").lines()).containsExactly("smoke --json config.yml");
    assertThat(run("smoke", "--json", "my.yml").lines()).containsExactly("smoke --json my.yml");
  }

  @Test
  void shouldAskForTheNameThatARollIsGiven() throws Exception {
    assertThat(run("rollback", inventory.toString(), "--roll"))
        .isEqualTo(
            new Run(2, List.of("--roll needs the name of the roll, such as that of a build")));
  }
}
