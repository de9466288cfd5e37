package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.DropwizardTestSupport;
import io.dropwizard.testing.ResourceHelpers;
import io.tallyman.access.AccessKey;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.Level;
import io.tallyman.admin.ShellApplication;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls against two real admin ports that ask who calls, and one that nobody listens at. */
@Timeout(90)
class CtlTest {

  private static final String OPERATOR = "the-operators-secret-0123456789abcdef";
  private static final String READER = "the-readers-secret-0123456789abcdefgh";
  private static final AccessSettings ACCESS =
      new AccessSettings(
          List.of(key("ops", OPERATOR, Level.OPERATE), key("looks", READER, Level.READ)),
          List.of(),
          List.of());
  private static final DropwizardTestSupport<Configuration> ONE = service();
  private static final DropwizardTestSupport<Configuration> TWO = service();

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private static AccessKey key(String id, String secret, Level level) {
    return new AccessKey(id, secret.getBytes(StandardCharsets.UTF_8), level);
  }

  private static DropwizardTestSupport<Configuration> service() {
    return new DropwizardTestSupport<>(
        ShellApplication.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml")) {
      @Override
      public ShellApplication newApplication() {
        return new ShellApplication(ACCESS);
      }
    };
  }

  @BeforeAll
  static void start() throws Exception {
    ONE.before();
    TWO.before();
  }

  @AfterAll
  static void stop() {
    try {
      TWO.after();
    } finally {
      ONE.after();
    }
  }

  @BeforeEach
  void write() throws Exception {
    Path file = folder.resolve("ctl.yml");
    environment.put("TALLYMAN_CTL", file.toString());
    environment.put("OPS_SECRET", OPERATOR);
    environment.put("READ_SECRET", READER);
    String up = one() + ", " + two();
    Files.writeString(
        file,
        """
        qa: {hosts: [%s], key: ops, secretEnvironment: OPS_SECRET}
        prod: {hosts: [%s, %s], key: ops, secretEnvironment: OPS_SECRET}
        first-dead: {hosts: [%s, %s], key: ops, secretEnvironment: OPS_SECRET}
        reader: {hosts: [%s], key: looks, secretEnvironment: READ_SECRET}
        stranger: {hosts: [%s], key: nobody, secretEnvironment: OPS_SECRET}
        single: {hosts: [%s], key: ops, secretEnvironment: OPS_SECRET}
        """
            .formatted(up, up, deadPort(), deadPort(), one(), one(), one(), one()));
  }

  @AfterEach
  void resume() throws Exception {
    ctl("--env", "qa", "consumer", "resume", "tracking", "--all-hosts");
    ctl("--env", "qa", "consumer", "resume", "tracking", "--scope", "fleet", "--all-hosts");
    ctl("--env", "qa", "log-level", "revert", "--all-hosts");
  }

  private static String one() {
    return "http://127.0.0.1:" + ONE.getAdminPort();
  }

  private static String two() {
    return "http://localhost:" + TWO.getAdminPort();
  }

  /** A port at which nobody listens. */
  private static String deadPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private CtlRun ctl(String... arguments) throws Exception {
    return CtlRun.of(environment, arguments);
  }

  @Test
  void shouldPauseOneHostBySignedRequestAndLeaveTheOtherAlone() throws Exception {
    CtlRun run =
        ctl(
            "consumer",
            "pause",
            "tracking",
            "--partition=3",
            "--reason",
            "too hot & más",
            "--env",
            "qa",
            "--host",
            "127.0.0.1");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("tracking partition 3 paused on this host since ")
        .contains("key ops")
        .endsWith("(too hot & más)\n");
    JsonNode answers = ctl("status", "--env", "qa", "--json").json().path("answers");
    assertThat(answers.at("/0/body/toggles/0/reason").asText()).isEqualTo("too hot & más");
    assertThat(answers.at("/1/body/toggles")).isEmpty();
  }

  @Test
  void shouldNotGuessWhichHostOfSeveralIsToBeChanged() throws Exception {
    CtlRun run = ctl("--env", "qa", "consumer", "pause", "tracking");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("this changes one host, and the profile qa has 2: name it by --host")
        .contains("127.0.0.1:" + ONE.getAdminPort() + ", localhost:" + TWO.getAdminPort());
    assertThat(paused("qa")).containsExactly(0, 0);
  }

  @Test
  void shouldChangeEveryHostWhereAllAreMeant() throws Exception {
    CtlRun run = ctl("--env", "qa", "--all-hosts", "consumer", "pause", "tracking");

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("== 127.0.0.1:").contains("localhost:");
    assertThat(paused("qa")).containsExactly(1, 1);
  }

  @Test
  void shouldSendWhatIsForTheFleetToTheFirstHostThatAnswers() throws Exception {
    CtlRun run = ctl("--env", "first-dead", "consumer", "pause", "tracking", "--scope", "fleet");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("paused on the fleet");
    assertThat(paused("qa").get(0)).isEqualTo(1);
  }

  @Test
  void shouldShowTheWholeFleetSideBySideAndNameWhoIsAway() throws Exception {
    CtlRun run = ctl("--env", "prod", "fleet");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.out()).startsWith("HOSTS\n  host ");
    assertThat(run.out().lines().skip(2).limit(2)).allMatch(line -> line.contains("host-1  "));
    assertThat(run.out().lines().skip(4).findFirst().orElseThrow()).contains("NO ANSWER");
    assertThat(run.out())
        .contains("HOSTS OF THE DATABASE THAT DIDN'T ANSWER HERE\n")
        .contains("  host-2  2026-11-21T09:00:00Z")
        .containsPattern("WHAT IS WRONG\n  NO ANSWER\n    on    127.0.0.1:\\d+\n")
        .contains("\n          nothing listens there\n    to do start the service, or correct ")
        .containsPattern(
            "prod: \\d of 3 hosts are well.*, 1 without a good answer; the fleet isn't well; behind"
                + " ")
        .containsOnlyOnce("a loss isn't settled: tracking\n    on    the fleet\n");
  }

  @Test
  void shouldTellAProgramOfEveryHost() throws Exception {
    CtlRun run = ctl("--env", "prod", "--json", "fleet");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("env").asText()).isEqualTo("prod");
    assertThat(run.json().at("/answers/0/body/version").asText()).isEqualTo("1.2.3");
    assertThat(run.json().at("/answers/0/error").isNull()).isTrue();
    assertThat(run.json().at("/answers/2/status").isNull()).isTrue();
    assertThat(run.json().at("/answers/2/error").asText()).startsWith("nothing listens there");
  }

  @Test
  void shouldShowTheHealthChecksOfAllHosts() throws Exception {
    CtlRun run = ctl("--env", "qa", "health");

    assertThat(run.code()).isIn(ExitCode.DONE, ExitCode.UNWELL);
    assertThat(run.out()).startsWith("WELL\n").contains("\nFAILING\n");
  }

  @Test
  void shouldShowEachHostsOwnTablesToAPerson() throws Exception {
    CtlRun run = ctl("--env", "single", "status");

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("tallyman 1.2.3 (commit abc1234) on host-1");
    assertThat(ctl("--env", "single", "get", "/prometheus").out())
        .contains("tallyman_build_info{commit=\"abc1234\"");
  }

  @Test
  void shouldPassOnWhatTheHostRefusesWithItsSentence() throws Exception {
    CtlRun run = ctl("--env", "single", "consumer", "pause", "trackin");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(": answered 400: source 'trackin' is unknown;");
  }

  @Test
  void shouldTellTooLowALevelAndAnUnknownKeyApartFromEverythingElse() throws Exception {
    CtlRun low = ctl("--env", "reader", "consumer", "pause", "tracking");
    assertThat(low.code()).isEqualTo(ExitCode.NOT_LET_IN);
    assertThat(low.err()).contains("answered 403: this needs the level operate");

    CtlRun unknown = ctl("--env", "stranger", "fleet");
    assertThat(unknown.code()).isEqualTo(ExitCode.NOT_LET_IN);
    assertThat(unknown.out())
        .contains("NOT LET IN")
        .contains("answered 401: credentials are needed");
    assertThat(paused("single")).containsExactly(0);
  }

  @Test
  void shouldShowTheAuditOfAllHostsOnceWhicheverAnswers() throws Exception {
    CtlRun run = ctl("--env", "first-dead", "audit");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("AUDIT\n  at ")
        .containsPattern(
            "2026-11-21T09:30:00Z +host-2 .*tracking/3 +fleet +\\(nothing\\) -> paused");
    assertThat(run.out().lines()).hasSize(3);
  }

  @Test
  void shouldSayOnceWhatHostsWordAlikeAndHowManyDidIt() throws Exception {
    assertThat(ctl("--env", "qa", "config", "list").out())
        .startsWith(
            "== 127.0.0.1:" + ONE.getAdminPort() + ", localhost:" + TWO.getAdminPort() + "\n");

    CtlRun run = ctl("--env", "prod", "consumer", "pause", "tracking", "--all-hosts");
    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).endsWith("done by 2 of 3 hosts\n");
  }

  @Test
  void shouldTellAnAwayDatabaseFromARefusal() throws Exception {
    ShellApplication application = ONE.getApplication();
    application.takeSettingsAway(true);
    try {
      CtlRun run = ctl("--env", "single", "consumer", "pause", "tracking", "--scope", "fleet");

      assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.err()).contains("answered 503: the database is away. Nothing was changed");
    } finally {
      application.takeSettingsAway(false);
    }
    assertThat(paused("single")).containsExactly(0);
  }

  @Test
  void shouldNotRepeatAtTheNextHostWhatTheFirstMayHaveDone() throws Exception {
    // The kernel takes the connection and the request; nobody reads it.
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          folder.resolve("ctl.yml"),
          """
          deaf: {hosts: ["http://127.0.0.1:%d", "%s"], key: ops, secretEnvironment: OPS_SECRET}
          qa: {hosts: ["%s"], key: ops, secretEnvironment: OPS_SECRET}
          """
              .formatted(deaf.getLocalPort(), one(), one()));

      CtlRun run =
          ctl("--env=deaf", "--timeout=1", "consumer", "pause", "tracking", "--scope=fleet");

      assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.err()).contains("no answer within 1 s; it may still do it");
      assertThat(paused("qa")).containsExactly(0);
    }
  }

  @Test
  void shouldReachNothingDangerousWithAKeyThatMayOperate() throws Exception {
    CtlRun run = ctl("--env", "single", "log-level", "set", "io.tallyman.nothing", "LOUD");
    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("level is 'LOUD'; it is OFF, ERROR");

    assertThat(ctl("--env", "single", "positions", "skip", "tracking").code())
        .isEqualTo(ExitCode.NOT_LET_IN);
  }

  @Test
  void shouldShowTheRequestInsteadOfSendingItWithoutAnythingThatOneCouldSend() throws Exception {
    CtlRun run = ctl("--env", "single", "--dry-run", "consumer", "pause", "tracking", "--for=30m");

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("POST /tasks/consumer HTTP/1.1\nHost: 127.0.0.1:" + ONE.getAdminPort() + "\n")
        .contains("\nContent-Type: application/x-www-form-urlencoded\n")
        .contains("\nContent-Digest: sha-256=:")
        .contains("keyid=\"ops\"")
        .contains("\nSignature: (made when it is sent)\n")
        .endsWith("\n\naction=pause&source=tracking&for=30m\n")
        .doesNotContain(OPERATOR, "sig=:");
    assertThat(paused("single")).containsExactly(0);

    JsonNode shown = ctl("--env", "qa", "--dry-run", "--json", "status").json().path("requests");
    assertThat(shown).hasSize(2);
    assertThat(shown.at("/0/address").asText()).isEqualTo(one() + "/status");
    assertThat(shown.at("/0/fields/Signature").asText()).isEqualTo("(made when it is sent)");
  }

  @Test
  void shouldSetAndListAndRevertALevel() throws Exception {
    assertThat(ctl("--env", "single", "log-level", "set", "io.tallyman.ctl.x", "TRACE").out())
        .startsWith("io.tallyman.ctl.x: ");
    assertThat(ctl("--env", "single", "log-level", "list").out())
        .contains("io.tallyman.ctl.x: TRACE on this host");
    assertThat(ctl("--env", "single", "log-level", "revert", "io.tallyman.ctl.x").out())
        .startsWith("io.tallyman.ctl.x: TRACE -> ");
  }

  /** How much is said of the source on each host. */
  private List<Integer> paused(String profile) throws Exception {
    List<Integer> counts = new ArrayList<>();
    ctl("--env", profile, "--json", "status")
        .json()
        .path("answers")
        .forEach(each -> counts.add(each.at("/body/toggles").size()));
    return counts;
  }
}
