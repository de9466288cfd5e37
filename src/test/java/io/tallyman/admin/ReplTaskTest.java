package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.TopicCheck;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.repl.Repl;
import io.tallyman.repl.ReplBinding;
import io.tallyman.repl.ReplClient;
import io.tallyman.repl.ReplSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way: a task, a socket, Java over a system, and the audit of it. */
@Timeout(120)
class ReplTaskTest {

  private static final String CONNECT = "to talk to it: java -jar tallyman.jar ctl repl connect ";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final OperatedSystem system =
      new OperatedSystem(
          new PartGraph(List.of(new ShownPart("pool"), new ShownPart("lane", "pool"))),
          controls,
          new ConsumerToggles(),
          TestLevers.fresh(),
          List::of,
          List::of,
          new StagedFlow().watch(),
          new SwitchableDatabase(),
          new MovedPositions(
              (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
              new StandingPositions()));
  private Repl repl;
  private ReplTask task;

  @BeforeEach
  void offer() {
    repl = repl(new ReplSettings(true, folder.resolve("own"), Duration.ofMinutes(30)));
    task = new ReplTask(repl);
  }

  private Repl repl(ReplSettings of) {
    return new Repl(
        of,
        List.of(new ReplBinding("system", OperatedSystem.class, system)),
        new AuditedRepl(controls, clock),
        clock);
  }

  @AfterEach
  void close() {
    repl.close();
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), "192.0.2.1", new PrintWriter(answer));
    return answer.toString();
  }

  private static String after(String answer, String words) {
    return answer
        .lines()
        .filter(line -> line.startsWith(words))
        .findFirst()
        .orElseThrow()
        .substring(words.length());
  }

  private static String talk(Path socket, String token, String typed) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    ReplClient.relay(
        socket, token, new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), heard);
    return heard.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldAnswerOverTheRunningSystemAndAuditEveryLine() throws Exception {
    String answer = call("action=open&for=5m&reason=a stuck lane");
    assertThat(answer)
        .startsWith("the REPL is open for one session on this host until 2026-11-21T10:05:00Z\n");
    Path socket = Path.of(after(answer, CONNECT));
    String token = after(answer, "its token, which isn't shown again: ");

    String heard =
        talk(
            socket,
            token,
            """
            system.parts().states().stream().map(p -> p.name()).toList()
            system.settings().host()
            system.nonsense()
            """);

    assertThat(heard)
        .contains("[pool, lane]")
        .contains("\"host-1\"")
        .contains("cannot find symbol");
    await().until(() -> settings.audit().stream().anyMatch(row -> row.contains("repl close")));
    assertThat(settings.audit())
        .allMatch(row -> row.startsWith("operator at 192.0.2.1: repl "))
        .noneMatch(row -> row.contains(token));
    assertThat(settings.audit().stream().map(row -> row.replace(socket.toString(), "SOCKET")))
        .extracting(row -> row.substring("operator at 192.0.2.1: ".length()))
        .contains(
            "repl open host SOCKET: '' -> 'open until 2026-11-21T10:05:00Z' done",
            "repl connect host SOCKET: '' -> '' admitted",
            "repl line host line 2: '' -> 'system.settings().host()' begins",
            "repl answer host line 2: '' -> '' answered",
            "repl line host line 3: '' -> 'system.nonsense()' begins",
            "repl line host line 4: '' -> '/exit' ends the session",
            "repl close host SOCKET: '' -> '' done: its session is over: the client has left");
    assertThat(settings.audit())
        .anyMatch(row -> row.contains("repl answer host line 3: '' -> '' rejected: "));
    assertThat(task.logged(answer)).contains("is open for one session").doesNotContain(token);
  }

  @Test
  void shouldBeClosedByASecondCall() {
    Path socket = Path.of(after(call("action=open&reason=x"), CONNECT));

    assertThat(call("action=close")).isEqualTo("the REPL is closed\n");
    assertThat(socket).doesNotExist();
    assertThat(call("action=close")).isEqualTo("the REPL wasn't open: nothing changed\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reason=x | action is missing; it is open or close",
        "action=start | action is 'start'; it is open or close",
        "action=open | reason is missing",
        "action=open&reason=x&for=1h | for is longer than repl.limit in config.yml, 1800s",
        "action=open&reason=x&for=soon | for is 'soon'; it is a time from 1s",
        "action=open&reason=x&scope=fleet | the parameter 'scope' is unknown",
        "action=close&for=1m | for doesn't go with action=close",
      })
  void shouldRefuseWhatIsWrongAndOpenNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(folder.resolve("own")).doesNotExist();
    assertThat(settings.audit()).isEmpty();
  }

  @Test
  void shouldBeOffUnlessTheConfigurationAllowsIt() {
    task = new ReplTask(repl(ReplSettings.NONE));

    assertThatThrownBy(() -> call("action=open&reason=x"))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("the REPL is off on this host");
  }
}
