package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessIdTest {
  @TempDir Path folder;

  @Test
  void shouldKnowItselfAfterBeingWrittenAndRead() {
    ProcessId self = ProcessId.of(ProcessHandle.current().pid());
    assertThat(self.isAlive()).isTrue();
    assertThat(ProcessId.parse(self.toString())).isEqualTo(self);
  }

  @Test
  void shouldNotTakeAnotherProcessOfTheSameNumberForItself() {
    ProcessId former = new ProcessId(ProcessHandle.current().pid(), "00000000:1");
    assertThat(former.isAlive()).isFalse();
    former.signal("KILL"); // would end this test
  }

  @Test
  void shouldRefuseWhatIsNoProcessId() {
    assertThatThrownBy(() -> ProcessId.parse("4711")).isInstanceOf(ServerFailure.class);
  }

  @Test
  void shouldEndAFrozenProcessByForce() {
    ServerProcess sleeper = sleeper(Lifetime.DETACHED);
    sleeper.freeze();
    sleeper.terminate(Duration.ofSeconds(10));
    assertThat(sleeper.isAlive()).isFalse();
  }

  @Test
  void shouldEndABoundProcessWithItsParent() throws Exception {
    Path started = folder.resolve("child").resolve("sleeper.pid");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.resolve("child").toString())
            .start();
    Awaitility.await().until(() -> Files.exists(started) && Files.size(started) > 10);
    ProcessId child = ProcessId.parse(Files.readString(started).strip());
    child.signal("STOP");
    assertThat(child.isAlive()).isTrue();
    parent.destroyForcibly().waitFor();
    Awaitility.await().until(() -> !child.isAlive());
  }

  @Test
  void shouldWriteTheOutputToItsLog() {
    ServerProcess talker =
        ServerProcess.start(
            "talker",
            folder,
            Lifetime.BOUND,
            List.of("sh", "-c", "echo 'first'; echo last; exit 3"));
    Awaitility.await().until(() -> !talker.isAlive());
    assertThat(talker.lastWords()).isEqualTo("first\nlast");
  }

  private ServerProcess sleeper(Lifetime lifetime) {
    return ServerProcess.start("sleeper", folder, lifetime, List.of("sleep", "600"));
  }

  /** Starts a process and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      ServerProcess.start(
          "sleeper", Path.of(arguments[0]), Lifetime.BOUND, List.of("sleep", "600"));
      Thread.currentThread().join();
    }
  }
}
