package io.tallyman.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs tests in a JVM of their own, in front of whose class path something else may stand. */
final class ChildTests {

  /** Longer than any test's own time-out: whatever reaches it hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What became of the tests. */
  sealed interface Result {

    /** All passed. */
    record Green() implements Result {}

    /** Some failed: their names, each with the beginning of what it said. */
    record Red(List<String> failed) implements Result {}

    /** Some had no chance to fail or pass, and said this. */
    record Broken(List<String> failed) implements Result {}

    /** They said nothing: none ran, or they never ended. */
    record Silent(String why) implements Result {}
  }

  private final Path home;
  private final String classPath;

  ChildTests(Path home, String classPath) {
    this.home = home;
    this.classPath = classPath;
  }

  /**
   * Waits for them to end.
   *
   * @param changed folders of classes that stand before the project's own
   * @param log takes what they say
   */
  Result run(List<String> tests, List<Path> changed, Path log)
      throws IOException, InterruptedException {
    Process process = start(tests, changed, log);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return new Result.Silent("they didn't end within " + PATIENCE.toMinutes() + " minutes");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return switch (process.exitValue()) {
      case RunTests.GREEN -> new Result.Green();
      case RunTests.RED -> new Result.Red(failed("RED ", log));
      case RunTests.BROKEN -> new Result.Broken(failed("BROKEN ", log));
      case RunTests.NOTHING_RAN -> new Result.Silent("no test ran");
      default -> new Result.Silent("they ended with " + process.exitValue() + ", see " + log);
    };
  }

  private Process start(List<String> tests, List<Path> changed, Path log) throws IOException {
    List<String> paths = new ArrayList<>(changed.stream().map(Path::toString).toList());
    paths.add(classPath);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dtallyman.home=" + home,
                "-Dtallyman.jar=" + home.resolve("target/tallyman.jar"),
                "-cp",
                String.join(":", paths),
                RunTests.class.getName()));
    command.addAll(tests);
    return new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<String> failed(String mark, Path log) throws IOException {
    return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .distinct()
        .toList();
  }
}
