package io.tallyman.prove;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of {@code bin/prove} asks for.
 *
 * @param scenarios in their order
 * @param rate lines a second
 * @param lines how many of the file's first lines to count
 * @param seed of everything that is drawn by lot
 * @param json where to write the report as JSON
 * @param keep where to keep all data and logs; empty to keep none
 */
record ProveOptions(
    List<Scenario> scenarios,
    int rate,
    long lines,
    long seed,
    Optional<Path> json,
    Optional<Path> keep) {

  static final String USAGE =
      """
      Usage: bin/prove [--list] [SCENARIO...] [--rate N] [--lines N] [--seed N] [--json FILE] [--keep DIR]

        SCENARIO     what goes wrong while the data set is counted: kills unless said otherwise; all
                     for each of them in turn
        --list       lists the scenarios
        --rate N     lines that are sent a second (15000)
        --lines N    count the file's first N lines only
        --seed N     what the dice begin with (1)
        --json FILE  write the report as JSON too
        --keep DIR   keep all data and logs in DIR, which is new or empty

      Exit code: 0 if every cell and every ledger is exact, 1 if not, 2 if it can't be tried.
      """;

  private static final int MOST_RATE = 1_000_000;
  private static final long FEWEST_LINES = 10_000;

  /** The command line was wrong, or the machine lacks something; the message says the remedy. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  ProveOptions {
    scenarios = List.copyOf(scenarios);
  }

  /** Reads the command line. */
  static ProveOptions parse(List<String> arguments) throws Unusable {
    ProveOptions options =
        new ProveOptions(List.of(), 15_000, Long.MAX_VALUE, 1, Optional.empty(), Optional.empty());
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      if (!argument.startsWith("-")) {
        options = options.with(scenarios(argument));
        continue;
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        left.push(argument.substring(equals + 1));
        argument = argument.substring(0, equals);
      }
      if (left.isEmpty()) {
        throw new Unusable(argument + " is unknown or lacks its value.\n" + USAGE);
      }
      options = options.with(argument, left.pop());
    }
    return options.scenarios.isEmpty() ? options.with(List.of(Scenario.KILLS)) : options;
  }

  private static List<Scenario> scenarios(String label) throws Unusable {
    if (label.equals("all")) {
      return Scenario.all();
    }
    return List.of(
        Scenario.of(label)
            .orElseThrow(
                () ->
                    new Unusable(
                        "There is no scenario '%s'; there are all of them, or:\n%s"
                            .formatted(label, Scenario.list()))));
  }

  private ProveOptions with(List<Scenario> more) {
    Set<Scenario> all = new LinkedHashSet<>(scenarios);
    all.addAll(more);
    return new ProveOptions(List.copyOf(all), rate, lines, seed, json, keep);
  }

  private ProveOptions with(String name, String value) throws Unusable {
    return switch (name) {
      case "--rate" ->
          new ProveOptions(
              scenarios, (int) whole(name, value, 1, MOST_RATE), lines, seed, json, keep);
      case "--lines" ->
          new ProveOptions(
              scenarios,
              rate,
              whole(name, value, FEWEST_LINES, Integer.MAX_VALUE),
              seed,
              json,
              keep);
      case "--seed" ->
          new ProveOptions(
              scenarios, rate, lines, whole(name, value, 0, Long.MAX_VALUE), json, keep);
      case "--json" ->
          new ProveOptions(scenarios, rate, lines, seed, Optional.of(Path.of(value)), keep);
      case "--keep" ->
          new ProveOptions(scenarios, rate, lines, seed, json, Optional.of(Path.of(value)));
      default -> throw new Unusable(name + " is no option of bin/prove.\n" + USAGE);
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
}
