package io.tallyman.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code bin/demo} asks for.
 *
 * @param seconds how long to produce; empty until somebody ends it
 * @param rate events a second
 * @param seed of the generator
 * @param input a file whose rows are sent instead of generated events
 * @param config which {@code config.yml} to run
 * @param keep where to keep all data; empty to keep none
 */
record DemoOptions(
    Optional<Duration> seconds,
    int rate,
    long seed,
    Optional<Path> input,
    Path config,
    Optional<Path> keep) {

  static final String USAGE =
      """
      Usage: bin/demo [--seconds N] [--rate N] [--seed N] [--input FILE] [--config FILE] [--keep DIR]

        --seconds N    end by itself after N seconds of producing; otherwise q or Ctrl-C ends it
        --rate N       events a second (20000)
        --seed N       what the generator's dice begin with (1); the same seed, the same events
        --input FILE   send the rows of a .csv, .jsonl or .avro file instead of generated events
        --config FILE  the service's configuration (config.yml); its first source is demonstrated
        --keep DIR     keep all data and logs in DIR, which is new or empty
      """;

  private static final int MOST_EVENTS = 1_000_000;

  /** The command line was wrong; the message says what and the remedy. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Reads the command line.
   *
   * @param home the project's folder
   */
  static DemoOptions parse(List<String> arguments, Path home) throws Unusable {
    DemoOptions options =
        new DemoOptions(
            Optional.empty(),
            20_000,
            1,
            Optional.empty(),
            home.resolve("config.yml"),
            Optional.empty());
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        left.push(argument.substring(equals + 1));
        argument = argument.substring(0, equals);
      }
      if (left.isEmpty()) {
        throw new Unusable(
            USAGE.contains("  " + argument + " ")
                ? argument + " needs a value."
                : argument + " is no option of bin/demo.\n" + USAGE);
      }
      options = options.with(argument, left.pop());
    }
    return options;
  }

  private DemoOptions with(String name, String value) throws Unusable {
    return switch (name) {
      case "--seconds" ->
          new DemoOptions(
              Optional.of(Duration.ofSeconds(whole(name, value, 1, 1_000_000))),
              rate,
              seed,
              input,
              config,
              keep);
      case "--rate" ->
          new DemoOptions(
              seconds, (int) whole(name, value, 1, MOST_EVENTS), seed, input, config, keep);
      case "--seed" ->
          new DemoOptions(
              seconds, rate, whole(name, value, 0, Long.MAX_VALUE), input, config, keep);
      case "--input" ->
          new DemoOptions(seconds, rate, seed, Optional.of(readable(name, value)), config, keep);
      case "--config" -> new DemoOptions(seconds, rate, seed, input, readable(name, value), keep);
      case "--keep" ->
          new DemoOptions(seconds, rate, seed, input, config, Optional.of(Path.of(value)));
      default -> throw new Unusable(name + " is no option of bin/demo.\n" + USAGE);
    };
  }

  private static long whole(String name, String value, long least, long most) throws Unusable {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same sentence says it.
    }
    throw new Unusable(
        name + " needs a whole number from " + least + " to " + most + ", not '" + value + "'.");
  }

  private static Path readable(String name, String value) throws Unusable {
    Path file = Path.of(value).toAbsolutePath();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Unusable(name + " needs a file that can be read; " + file + " is none.");
    }
    return file;
  }
}
