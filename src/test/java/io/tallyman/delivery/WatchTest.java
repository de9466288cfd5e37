package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch of a host, given what it sees at one look after the other; and what it looks by. */
@Timeout(60)
final class WatchTest {

  private static final Path WATCH = Path.of("ansible/roles/tallyman/files/tallyman-watch");
  private static final Path LOOK = Path.of("ops/container/health-check");

  @TempDir Path folder;
  private Process service;

  @BeforeEach
  void startWhatIsWatched() throws IOException {
    service = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endIt() {
    service.destroyForcibly();
  }

  /** What the watch says at looks that end with these exit codes. */
  private String watch(String looks) throws Exception {
    Files.copy(WATCH, folder.resolve("tallyman-watch"));
    Files.writeString(folder.resolve("looks"), looks.replace(' ', '\n') + "\n");
    program(
        "health-check",
        "cd '%1$s'; code=$(head -n 1 looks); sed -i 1d looks; echo \"look $code\"; exit $code");
    program("sleep", "[ -s '%1$s/looks' ]");
    program("systemctl", "echo " + service.pid());
    return run(
        Map.of("PATH", folder + ":" + System.getenv("PATH")),
        folder.resolve("tallyman-watch").toString());
  }

  private void program(String name, String body) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/bash\n" + body.formatted(folder) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    ScriptRun run = ScriptRun.of(builder);
    return run.code() + " " + run.said();
  }

  private boolean wasKilled() throws InterruptedException {
    return service.waitFor(200, TimeUnit.MILLISECONDS);
  }

  @Test
  void shouldKillWhatHasNotBeenAliveForFourLooksInARow() throws Exception {
    String said = watch("0 1 1 1 1");

    assertThat(said).contains("(4 of 4): look 1").contains("process " + service.pid());
    assertThat(wasKilled()).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void shouldLeaveTheServiceAlone(String looks) throws Exception {
    assertThat(watch(looks)).doesNotContain("killed");
    assertThat(wasKilled()).isFalse();
  }

  static Stream<String> shouldLeaveTheServiceAlone() {
    return Stream.of(
        "0 1 1 1 0 1 1 1", // it comes round again
        "1 ".repeat(50).strip(), // it was never alive: maybe the port is wrong
        "3 ".repeat(50).strip(), // it can't be asked
        "0 3 3 3 3 3");
  }

  @Test
  void shouldSayOnceThatItCannotAskAndNowAndThenThatItWaits() throws Exception {
    assertThat(watch("3 3 3 3").lines())
        .containsExactly("0 tallyman.service can't be watched: look 3");
  }

  @Test
  void shouldSayNowAndThenThatItWaitsForTheFirstSignOfLife() throws Exception {
    assertThat(watch("1 ".repeat(39).strip()).lines())
        .containsExactly(
            "0 tallyman.service hasn't been alive since it began, 5 minutes ago: look 1");
  }

  @ParameterizedTest
  @MethodSource
  void shouldTellDeadFromWhatCannotBeAsked(String answer, int code) throws Exception {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket caller = port.accept()) {
                  caller.getInputStream().read(new byte[1000]);
                  caller.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(look(port.getLocalPort())).startsWith(code + " ");
      served.get();
    }
  }

  static List<Arguments> shouldTellDeadFromWhatCannotBeAsked() {
    return List.of(
        Arguments.of("HTTP/1.1 200 OK\r\n\r\n", 0),
        Arguments.of("HTTP/1.1 503 Service Unavailable\r\n\r\n", 1),
        Arguments.of("HTTP/1.1 401 Unauthorized\r\n\r\n", 3),
        Arguments.of("\u0015\u0003\u0003\u0000\u0002\u0002P", 3), // TLS: an alert
        Arguments.of("", 3));
  }

  @Test
  void shouldTakeSilenceForDead() throws Exception {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      assertThat(look(port)).isEqualTo("1 no answer at port " + port + " within 4 s\n");
    }
    assertThat(look(port)).isEqualTo("1 nobody listens at port " + port + "\n");
  }

  private static String look(int port) throws Exception {
    return run(
        Map.of("TALLYMAN_ADMIN_PORT", String.valueOf(port)), LOOK.toAbsolutePath().toString());
  }
}
