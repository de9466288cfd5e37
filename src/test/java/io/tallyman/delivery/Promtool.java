package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus' own checker, where this machine has it: on the path, or as {@code bin/fetch-promtool}
 * leaves it in {@code target}. Where it isn't, the test is left out and says so, unless {@code
 * TALLYMAN_REQUIRED} names it, as {@code .ci/run} does.
 */
public final class Promtool {

  private Promtool() {}

  /** Runs it, and fails with what it says where that is not success. */
  public static void check(String input, String... arguments)
      throws IOException, InterruptedException {
    Optional<Path> promtool = find();
    String required = System.getenv().getOrDefault("TALLYMAN_REQUIRED", "");
    assumeTrue(
        promtool.isPresent() || required.contains("promtool"),
        "left out: there is no promtool here; bin/fetch-promtool fetches it on Debian");
    assertThat(promtool).as("promtool, which TALLYMAN_REQUIRED asks for").isPresent();
    List<String> command = new ArrayList<>(List.of(promtool.get().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s says%n%s", command, said).isZero();
  }

  private static Optional<Path> find() {
    Stream<Path> path =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"));
    return Stream.concat(Stream.of(Path.of("target", "promtool", "promtool")), path)
        .map(Path::toAbsolutePath)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
