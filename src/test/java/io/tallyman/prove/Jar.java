package io.tallyman.prove;

import io.tallyman.cluster.Lifetime;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.cluster.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The service as users run it: {@code java -jar tallyman.jar}, with environment variables, in a
 * folder where it logs.
 *
 * @param file the jar
 * @param folder working directory and place of logs
 */
record Jar(Path file, Path folder) {

  /** Starts a command that ends by itself; what it prints goes to {@code <name>.log}. */
  Process start(String name, Map<String, String> environment, List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ServerFailure("Cannot start tallyman " + arguments.get(0), e);
    }
  }

  /** Runs a command to its end and gives its exit code; ended by force if we are interrupted. */
  int run(String name, Map<String, String> environment, List<String> arguments)
      throws InterruptedException {
    Process process = start(name, environment, arguments);
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What a command has printed. */
  String output(String name) {
    try {
      return Files.readString(log(name)).strip();
    } catch (IOException e) {
      return "(" + log(name) + " cannot be read: " + e + ")";
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /**
   * Starts the server; it ends with this JVM at the latest.
   *
   * @param environment of which others on this machine see nothing
   */
  ServerProcess serve(String name, Map<String, String> environment, Path config) {
    List<String> command = new ArrayList<>();
    // The shell becomes the service, so that its process is the service's own.
    command.addAll(
        List.of("sh", "-c", ". ./" + environmentFile(name, environment) + "; exec \"$@\"", name));
    command.addAll(command(List.of("server", config.toString())));
    return ServerProcess.start(name, folder, Lifetime.BOUND, command);
  }

  private String environmentFile(String name, Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    environment.forEach(
        (key, value) ->
            text.append("export %s='%s'\n".formatted(key, value.replace("'", "'\\''"))));
    Path path = folder.resolve(name + ".env");
    try {
      if (!Files.exists(path)) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(path, text);
      return String.valueOf(path.getFileName());
    } catch (IOException e) {
      throw new ServerFailure("Cannot write " + path, e);
    }
  }

  private List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // they live for seconds
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                file.toString()));
    command.addAll(arguments);
    return command;
  }
}
