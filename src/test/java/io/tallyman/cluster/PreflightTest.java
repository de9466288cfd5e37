package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreflightTest {
  @TempDir Path folder;

  @Test
  void shouldAcceptAMachineWithEnoughMemory() throws Exception {
    Path meminfo = meminfo(4_000_000);
    assertThatCode(() -> Preflight.requireMemory(meminfo, folder)).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAMachineWithTooLittleMemory() throws Exception {
    Path meminfo = meminfo(1_048_576);
    assertThatThrownBy(() -> Preflight.requireMemory(meminfo, folder))
        .isInstanceOf(ServerFailure.class)
        .hasMessage(
            "Too little memory: three brokers and a database need 2048 MiB, and 1024 MiB are"
                + " available; end something first");
  }

  @Test
  void shouldRefuseAContainerWithTooLittleMemory() throws Exception {
    Path meminfo = meminfo(64_000_000);
    Files.writeString(folder.resolve("memory.max"), (3L << 30) + "\n");
    Files.writeString(folder.resolve("memory.current"), (2L << 30) + "\n");
    Files.writeString(folder.resolve("memory.stat"), "anon 5\ninactive_file " + (512 << 20) + "\n");
    assertThatThrownBy(() -> Preflight.requireMemory(meminfo, folder))
        .hasMessageContaining("1536 MiB are available");
  }

  @Test
  void shouldAcceptASystemThatSaysNothing() {
    Path absent = folder.resolve("absent");
    assertThatCode(() -> Preflight.requireMemory(absent, absent)).doesNotThrowAnyException();
  }

  private Path meminfo(long kibibytes) throws IOException {
    return Files.writeString(
        folder.resolve("meminfo"),
        "MemTotal:       65000000 kB\nMemAvailable:   " + kibibytes + " kB\n");
  }
}
