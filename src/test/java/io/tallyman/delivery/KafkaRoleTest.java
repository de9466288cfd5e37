package io.tallyman.delivery;

import static io.tallyman.delivery.StandInBroker.framed;
import static io.tallyman.delivery.StandInBroker.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tallyman.delivery.StandInBroker.Copies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the role kafka asks of brokers and of their hosts before it restarts one. */
class KafkaRoleTest {

  private static final Path FILES = Path.of("ansible/roles/kafka/files").toAbsolutePath();
  private static final List<Integer> ALL = List.of(1, 2, 3);

  @TempDir Path folder;

  @Test
  void shouldLetABrokerGoWhileAllIsInSync() throws Exception {
    ScriptRun run =
        inSync(
            metadata(
                ALL,
                new Copies("tracking", 1, ALL, List.of(3, 1, 2)),
                new Copies("smoke", 2, List.of(2), List.of(2))));

    assertThat(run).isEqualTo(new ScriptRun(0, "all in sync\n"));
  }

  @Test
  void shouldAskForAllTopics() throws Exception {
    try (StandInBroker broker = StandInBroker.answering(metadata(ALL))) {
      inSync(broker.port());
      ByteBuffer question = ByteBuffer.wrap(broker.question());

      assertThat(question.getShort()).as("Metadata").isEqualTo((short) 3);
      assertThat(question.getShort()).as("its version").isEqualTo((short) 1);
      assertThat(question.getInt()).as("the question's number").isEqualTo(1);
      question.position(question.position() + 2 + question.getShort(question.position()));
      assertThat(question.getInt()).as("topics: null is all, 0 would be none").isEqualTo(-1);
      assertThat(question.hasRemaining()).isFalse();
    }
  }

  @Test
  void shouldKeepABrokerWhileACopyIsBehind() throws Exception {
    ScriptRun run =
        inSync(
            metadata(
                ALL,
                new Copies("tracking", 1, ALL, List.of(1, 2)),
                new Copies("smoke", 2, ALL, ALL)));

    assertThat(run)
        .isEqualTo(new ScriptRun(1, "1 partitions are behind: tracking-0 without [3]\n"));
  }

  @Test
  void shouldKeepABrokerWhileAPartitionHasNoLeader() throws Exception {
    ScriptRun run = inSync(metadata(ALL, new Copies("tracking", -1, List.of(2), List.of(2))));

    assertThat(run)
        .isEqualTo(new ScriptRun(1, "1 partitions are behind: tracking-0 without a leader\n"));
  }

  @Test
  void shouldKeepABrokerWhileAnotherIsAway() throws Exception {
    ScriptRun run = inSync(metadata(List.of(1, 3), new Copies("smoke", 1, List.of(1), List.of(1))));

    assertThat(run).isEqualTo(new ScriptRun(1, "2 of 3 brokers are there: [1, 3]\n"));
  }

  @Test
  void shouldSayThatNobodyAnswers() throws Exception {
    int port;
    try (StandInBroker broker = StandInBroker.answering(new byte[0])) {
      port = broker.port();
    }
    ScriptRun run = inSync(port);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.said()).startsWith("127.0.0.1:" + port + " doesn't answer: ").hasLineCount(1);
  }

  @Test
  void shouldSayThatAnAnswerBreaksOff() throws Exception {
    byte[] whole = metadata(ALL, new Copies("tracking", 1, ALL, ALL));

    ScriptRun run = inSync(Arrays.copyOf(whole, whole.length - 4));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.said()).endsWith(" doesn't answer: the broker hung up\n").hasLineCount(1);
  }

  @Test
  void shouldTakeNonsenseForNoAnswer() throws Exception {
    byte[] tooShort = framed(new byte[] {0, 0, 0, 1, 0, 0});
    byte[] another = framed("a greeting of some other server".getBytes(StandardCharsets.UTF_8));
    byte[] alert = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2, 40};
    for (byte[] nonsense : List.of(tooShort, another, alert)) {
      ScriptRun run = inSync(nonsense);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.said())
          .contains(" doesn't answer as a broker without TLS and logins does: ")
          .hasLineCount(1);
    }
  }

  @Test
  void shouldRestartABrokerThatIsOlderThanItsFiles() throws Exception {
    Path older = written("with a space/older", Instant.parse("2026-11-22T05:05:26.122Z"));
    Path newer = written("with a space/newer", Instant.parse("2026-11-22T05:05:26.124Z"));
    Path libs = Files.createDirectories(folder.resolve("libs"));
    Files.setLastModifiedTime(libs, FileTime.from(Instant.parse("2026-11-22T06:00:00Z")));
    Path missing = folder.resolve("missing");

    ScriptRun run =
        newerThanStart("Sun 2026-11-22 05:05:26.123000 UTC", older, newer, libs, missing);

    assertThat(run).isEqualTo(new ScriptRun(0, newer + "\n" + libs + "\n"));
  }

  @Test
  void shouldFindNothingNewerWhereTheBrokerWasNeverStarted() throws Exception {
    assertThat(newerThanStart("", written("file", Instant.now()))).isEqualTo(new ScriptRun(0, ""));
  }

  private Path written(String name, Instant time) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.setLastModifiedTime(Files.writeString(file, ""), FileTime.from(time));
  }

  /** With a systemctl that knows one unit, and one way of being asked. */
  private ScriptRun newerThanStart(String started, Path... files) throws Exception {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        programs.resolve("systemctl"),
        "#!/bin/sh\n"
            + "[ \"$*\" = 'show --property=ActiveEnterTimestamp --timestamp=us+utc --value"
            + " kafka.service' ] || exit 9\n"
            + "echo '"
            + started
            + "'\n");
    Files.setPosixFilePermissions(
        programs.resolve("systemctl"), PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of("sh", FILES.resolve("newer_than_start") + ""));
    command.add("kafka.service");
    for (Path file : files) {
      command.add(file.toString());
    }
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().merge("PATH", programs.toString(), (path, ours) -> ours + ":" + path);
    program.environment().put("TZ", "Asia/Tokyo");
    return ScriptRun.of(program);
  }

  private static ScriptRun inSync(byte[] answer) throws Exception {
    try (StandInBroker broker = StandInBroker.answering(answer)) {
      return inSync(broker.port());
    }
  }

  private static ScriptRun inSync(int port) throws Exception {
    boolean required = System.getenv().getOrDefault("TALLYMAN_REQUIRED", "").contains("python3");
    assumeTrue(required || hasPython(), "left out: there is no python3 here");
    return ScriptRun.of(
        new ProcessBuilder(
            "python3", FILES.resolve("in_sync.py").toString(), "127.0.0.1", "" + port, "3"));
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return ScriptRun.of(new ProcessBuilder("python3", "--version")).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
