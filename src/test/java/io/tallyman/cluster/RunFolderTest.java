package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path home;

  @Test
  void shouldLeaveNothing() throws IOException {
    Path path;
    try (RunFolder folder = RunFolder.create("demo", home, Optional.empty())) {
      path = folder.path();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/c"), "data");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void shouldLeaveWhatIsToBeKept() throws IOException {
    Path kept = home.resolve("my data");
    try (RunFolder folder = RunFolder.create("demo", home, Optional.of(kept))) {
      Files.writeString(folder.path().resolve("log"), "line");
    }

    assertThat(kept.resolve("log")).hasContent("line");
  }

  @Test
  void shouldNotMixItsDataWithOtherFiles() throws IOException {
    Path kept = Files.createDirectories(home.resolve("full"));
    Files.writeString(kept.resolve("mine"), "dear to me");

    assertThatThrownBy(() -> RunFolder.create("demo", home, Optional.of(kept)))
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("new or empty folder")
        .hasMessageContaining("full");
  }

  @Test
  void shouldEndAndDeleteWhatACrashedRunLeft() throws Exception {
    Process orphan = new ProcessBuilder("sleep", "600").start();
    try {
      Path left = leftover(orphan.pid(), "1@nobody:1");

      try (RunFolder folder = RunFolder.create("demo", home, Optional.empty())) {
        assertThat(left).doesNotExist();
        assertThat(folder.path()).exists();
      }
      assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void shouldLeaveARunAlone() throws Exception {
    Process server = new ProcessBuilder("sleep", "600").start();
    try {
      Path left = leftover(server.pid(), ProcessId.of(ProcessHandle.current().pid()).toString());

      RunFolder.create("demo", home, Optional.empty()).close();

      assertThat(left).exists();
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  private Path leftover(long process, String owner) throws IOException {
    Path left = Files.createDirectories(home.resolve(".tallyman/demo-123/kafka"));
    Files.writeString(left.resolveSibling("owner"), owner);
    Files.writeString(left.resolveSibling("processes"), ProcessId.of(process) + "\n");
    return left.getParent();
  }
}
