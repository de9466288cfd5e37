package io.tallyman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A runtime that has no JShell runs the service all the same, and says what it lacks when asked.
 */
@Timeout(60)
class ReplOnAJreTest {

  @Test
  void shouldSayWhatAJreLacksAndNeedNoneOfItBefore() throws Exception {
    Process jre =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.se,jdk.unsupported",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(jre.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(jre.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said)
          .contains("this Java runtime has no module jdk.jshell")
          .contains("run the service on a JDK")
          .doesNotContain("NoClassDefFoundError");
    } finally {
      jre.destroyForcibly();
    }
  }

  /** Asks for a REPL that the settings allow. */
  static final class Asking {

    private Asking() {}

    public static void main(String[] arguments) {
      Path directory = Path.of("/never/made");
      try (Repl repl =
          new Repl(
              new ReplSettings(true, directory, ReplSettings.USUAL_LIMIT),
              List.of(),
              (by, note) -> {},
              Clock.systemUTC())) {
        repl.open(new ReplOpener("ada", "why not", ""), Duration.ofMinutes(1));
      } catch (ReplRefusal refusal) {
        System.out.println(refusal.getMessage());
      }
    }
  }
}
