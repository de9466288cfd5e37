package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments and profiles; nothing is sent. */
class CtlArgumentsTest {

  private static final String SECRET = "a-secret-that-nobody-may-read-0123456789";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void home() {
    environment.put("HOME", folder.toString());
    environment.put("TALLYMAN_SECRET", SECRET);
  }

  private Path profiles(String text) throws Exception {
    Path file = folder.resolve(".config/tallyman/ctl.yml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private CtlRun dry(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "--dry-run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CtlRun.of(environment, all);
  }

  @Test
  void shouldCallThisMachineWhereThereIsNoProfileFile() throws Exception {
    CtlRun run = dry("status");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo("GET /status HTTP/1.1\nHost: localhost:8081\nAccept: text/plain\n\n");
  }

  @Test
  void shouldTakeOptionsBeforeAndAfterTheNameOfTheCall() throws Exception {
    profiles("qa: {hosts: ['https://a.example:1', 'https://b.example:1']}");

    String before = dry("--env", "qa", "--host", "a.example", "status").out();
    assertThat(before).contains("Host: a.example:1").doesNotContain("b.example");
    assertThat(dry("status", "--env", "qa", "--host", "a.example").out()).isEqualTo(before);
    assertThat(dry("--env", "qa", "status", "--host", "https://a.example:1").out())
        .isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consumer pause tracking --partition 3 | consumer |"
            + " action=pause&source=tracking&partition=3",
        "consumer resume tracking --scope fleet --reason ok | consumer |"
            + " action=resume&source=tracking&scope=fleet&reason=ok",
        "rollup pause sales --for 2h | rollup | action=pause&rollup=sales&for=2h",
        "config set flush.interval 2s | config | action=set&key=flush.interval&value=2s",
        "config list | config | action=list",
        "log-level set ROOT WARN | log-level | action=set&logger=ROOT&level=WARN",
        "log-level revert | log-level | action=revert",
        "positions skip tracking --to 3:17 --token 0123456789abcdef | positions |"
            + " action=skip&source=tracking&to=3%3A17&token=0123456789abcdef",
        "repl open --for 10m --reason why | repl | action=open&for=10m&reason=why",
        "repl connect --for 5m --reason stuck | repl | action=open&for=5m&reason=stuck",
        "repl close | repl | action=close",
      })
  void shouldSendEachTaskItsParameters(String line, String task, String form) throws Exception {
    CtlRun run = dry(line.split(" ", -1));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("POST /tasks/" + task + " HTTP/1.1\n")
        .endsWith("\n\n" + form + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consumer stop tracking | invalid choice",
        "paws | invalid choice",
        "repl open /run/x.sock | SOCKET goes with repl connect alone",
        "status --nonsense | unrecognized arguments",
        "get metrics | PATH is 'metrics'; it is a page of the admin port, such as /metrics",
        "get /%zz | PATH is '/%zz'; it is a page of the admin port",
        "get /threads?a=% | PATH is '/threads?a=%'; it is a page",
        "status --timeout 0 | --timeout is 0; it is a number of seconds from 1 to 3600",
        "status --host x | --host x: the profile local has no such host; it has localhost:8081",
        "status --env qa | --env qa: there is no profile file ",
      })
  void shouldRefuseWhatItDoesNotKnowWithASentence(String line, String sentence) throws Exception {
    CtlRun run = dry(line.split(" ", -1));

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--dry-run",
    "--json",
    "--host=a.example",
    "--all-hosts",
    "--env=qa",
    "--profiles=x.yml",
    "--timeout=3",
    "--for=10m",
    "--reason=why"
  })
  void shouldRefuseWhatMeansNothingToAReplThatIsOpenAlready(String option) throws Exception {
    Namespace given =
        CtlRun.parser().parseArgs(new String[] {"repl", "connect", option, "/run/x.sock"});

    assertThatThrownBy(() -> Ctl.socket(given))
        .isInstanceOfSatisfying(
            CtlFailure.class, it -> assertThat(it.code()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("leave out " + option.replaceFirst("=.*", "") + ",");
  }

  @Test
  void shouldTakeASocketWithoutThem() throws Exception {
    Namespace given = CtlRun.parser().parseArgs(new String[] {"repl", "connect", "/run/x.sock"});

    assertThat(Ctl.socket(given)).contains("/run/x.sock");
  }

  @Test
  void shouldReportAllProblemsOfAProfileTogetherAndNoSecret() throws Exception {
    environment.put("TALLYMAN_SHORT", "short-secret");
    profiles(
        """
        qa:
          hosts: [ftp://a.example, 'http://b.example/path', http://c.example, 'http://c.example/']
          key: ops
          secretEnvironment: TALLYMAN_SHORT
          tls: {trusts: x.pem}
          secretfile: y
        """);

    CtlRun run = dry("--env", "qa", "status");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("qa.hosts: 'ftp://a.example' is no address of the form")
        .contains("qa.hosts: 'http://b.example/path' is no address")
        .contains("qa.hosts: c.example is there twice")
        .contains("qa.key: the secret has fewer than 32 bytes")
        .contains("qa.tls.trusts: this key is unknown;")
        .contains("qa.secretfile: this key is unknown;")
        .doesNotContain("short-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qa: {hosts: [http://a.example]} | prod | has no such profile; | it has local, qa",
        "qa: {hosts: [http://a.example], key: k} | qa | qa.key: name one of secretEnvironment | ",
        "qa: {hosts: [http://a.example], secretFile: k} | qa | qa.key: it is missing; | ",
        "qa: {hosts: []} | qa | qa.hosts: it has to be a list of addresses | ",
        "qa: 5 | qa | qa: it has to be a map | ",
        "[1] | qa | it has to be a map from a profile's name | ",
        "qa: {hosts: [http://a.example], key: k, secretEnvironment: UNSET} | qa |"
            + " the environment variable UNSET isn't set | ",
      })
  void shouldSayWhatIsWrongWithAProfile(String text, String name, String one, String other)
      throws Exception {
    profiles(text);

    CtlRun run = dry("--env", name, "status");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(one).contains(other == null ? "" : other);
  }

  @Test
  void shouldNotQuoteALineOfABrokenFile() throws Exception {
    profiles("qa: {hosts: [http://a.example], key: " + SECRET + "\n  nonsense: [");

    assertThat(dry("--env", "qa", "status").err())
        .contains("this is no YAML, or a key is there twice")
        .doesNotContain(SECRET);
  }

  @Test
  void shouldTakeASecretOnlyFromAFileThatOthersHaveNoPartIn() throws Exception {
    Path secret = Files.writeString(folder.resolve("qa.secret"), SECRET + "\n");
    profiles("qa: {hosts: [http://a.example], key: ops, secretFile: ~/qa.secret}");

    for (String open : List.of("rw-r--r--", "rw-----w-")) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(open));
      assertThat(dry("--env", "qa", "status").err())
          .contains("others may read or write " + secret + "; run: chmod o-rwx on it");
    }

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(dry("--env", "qa", "status").out()).contains("keyid=\"ops\"");
  }

  @Test
  void shouldRestartNoTwoHostsByOneCall() throws Exception {
    profiles("qa: {hosts: ['http://a.example', 'http://b.example']}");

    CtlRun run = dry("--env", "qa", "--all-hosts", "consumer", "restart", "tracking");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("a restart goes to one host after the other");
  }

  @Test
  void shouldSayWhatIsWrongWithTheTrustedCertificates() throws Exception {
    Files.writeString(folder.resolve("ca.pem"), "no certificate\n");
    profiles("qa: {hosts: ['https://a.example'], tls: {trust: ~/ca.pem}}");

    CtlRun run = dry("--env", "qa", "status");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("tls.trust: " + folder.resolve("ca.pem"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ctl --env q | qa",
        "ctl --env qa consumer pa | pause",
        "ctl log-level set io.tallyman DEB | DEBUG",
        "ctl pos | positions",
        "ctl consumer pause --scope f | fleet",
        "ctl --profiles ~/other.yml --env st | staging",
        "ctl --profiles=~/other.yml --env st | staging",
        "ctl --profiles = ~/other.yml --env = st | staging",
        "ctl --env = | local qa prod",
      })
  void shouldCompleteInBash(String line, String word) throws Exception {
    profiles("qa:\n  hosts: ['http://a.example']\nprod:\n  hosts: ['http://b.example']\n");
    Files.writeString(folder.resolve("other.yml"), "staging:\n  hosts: ['http://c.example']\n");
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, dry("completion", "bash").out());
    ProcessBuilder bash =
        new ProcessBuilder(
            "bash",
            "-c",
            "set -eu; source \"$1\"; read -ra COMP_WORDS <<<\"$2\";"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _tallyman_ctl; echo \"${COMPREPLY[*]}\"",
            "bash",
            script.toString(),
            line);
    bash.environment().put("HOME", folder.toString());
    bash.environment().remove("TALLYMAN_CTL");
    bash.environment().remove("XDG_CONFIG_HOME");
    Process process = bash.redirectErrorStream(true).start();
    try {
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(word + "\n");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldCompleteEveryCallAndOption() throws Exception {
    String script = dry("completion", "bash").out();
    String help = CtlRun.parser().formatHelp();

    List<String> calls = new ArrayList<>(OrderReader.tasks());
    calls.addAll(CtlArguments.ASKING);
    calls.add("completion");
    String line = script.lines().filter(each -> each.contains("local calls=")).findFirst().get();
    assertThat(line.replaceAll(".*\"(.*)\"", "$1").split(" ", -1))
        .containsExactlyInAnyOrderElementsOf(calls);
    String options = script.lines().filter(each -> each.contains("options=")).findFirst().get();
    Matcher each = Pattern.compile("--[a-z-]+").matcher(help);
    while (each.find()) {
      assertThat(options).contains(each.group());
    }
  }
}
