package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.Folders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of the project's jar; killed when it is closed. */
final class JarProcess implements OrderService.Host {

  private static final long PATIENCE_SECONDS = 120;

  private static final AtomicInteger STARTS = new AtomicInteger();

  private final Process process;
  private final Path log;

  private JarProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code java -jar tallyman.jar} with these arguments; what it prints goes to the log. */
  static JarProcess start(Path log, Object... arguments) throws IOException {
    return start(log, Map.of(), arguments);
  }

  /** The same with these environment variables besides this process's own. */
  static JarProcess start(Path log, Map<String, String> environment, Object... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                Folders.temporaryOption(
                    log.toAbsolutePath().getParent(), "jar-" + STARTS.incrementAndGet()),
                "-jar",
                System.getProperty("tallyman.jar")));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(new File(System.getProperty("tallyman.home")));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new JarProcess(builder.start(), log);
  }

  /** Runs a command to its end; 0 is its exit code, or this fails with what it printed. */
  static String run(Path log, Object... arguments) throws IOException, InterruptedException {
    try (JarProcess process = start(log, arguments)) {
      assertThat(process.exitCode()).as(process.output()).isZero();
      return process.output();
    }
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it has ended").isTrue();
    return process.exitValue();
  }

  /** What it has printed, on stdout and stderr. */
  String output() throws IOException {
    return Files.readString(log);
  }

  String owner() {
    return "/" + process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it in good order. */
  void terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it has ended").isTrue();
  }

  @Override
  public void close() {
    kill();
  }
}
