package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar's command ctl, as a script meets it. */
@Timeout(120)
class CtlCommandIT {

  @TempDir Path folder;

  private void assertEnds(int code, String sentence, Object... arguments) throws Exception {
    try (JarProcess process = JarProcess.start(folder.resolve("out.log"), arguments)) {
      assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
      assertThat(process.output()).contains(sentence).doesNotContain("\tat ");
    }
  }

  @Test
  void shouldEndWithACodeThatSaysWhatWasWrong() throws Exception {
    Path profiles = folder.resolve("ctl.yml");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(profiles, "qa: {hosts: ['http://127.0.0.1:" + port + "']}\n");

    assertEnds(
        0,
        "GET /status HTTP/1.1",
        "ctl",
        "--profiles",
        profiles,
        "--env=qa",
        "status",
        "--dry-run");
    assertEnds(5, "nothing listens there", "ctl", "--profiles", profiles, "--env", "qa", "status");
    assertEnds(2, "no such profile", "ctl", "--profiles", profiles, "--env", "prod", "status");
    assertEnds(2, "invalid choice", "ctl", "paws");
    assertEnds(0, "complete -F", "ctl", "completion", "bash");
    assertEnds(0, "--all-hosts", "ctl", "--help");
  }
}
