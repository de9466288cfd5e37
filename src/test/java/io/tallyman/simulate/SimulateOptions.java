package io.tallyman.simulate;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code bin/simulate} asks for.
 *
 * @param seeds which schedules to play
 * @param workers how many at once
 * @param progress where it is noted how far one has come, to go on from there
 */
record SimulateOptions(Seeds seeds, int workers, Optional<Path> progress) {

  static final String USAGE =
      """
      Usage: bin/simulate [--seeds A..B] [--workers N] [--progress FILE]
             bin/simulate --seed N

        --seeds A..B     plays the schedules A to B - 1, and says how far it is (0..10000)
        --workers N      so many at once (2)
        --progress FILE  notes how far it has come, and goes on from there the next time
        --seed N         plays one schedule and prints all that happens; if a promise is broken, makes
                         the schedule smaller and prints what happens in the smallest that still fails

      Exit code: 0 if every promise is kept in every schedule, 1 if not, 2 if it is used wrongly.
      """;

  private static final int MOST_WORKERS = 64;

  /** The seeds from the first to the one before the end. */
  record Seeds(long first, long end) {
    boolean isOne() {
      return end == first + 1;
    }
  }

  /** The command line was wrong; the message says the remedy. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  static SimulateOptions parse(List<String> arguments) throws Unusable {
    SimulateOptions options = new SimulateOptions(new Seeds(0, 10_000), 2, Optional.empty());
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String name = left.pop();
      if (left.isEmpty()) {
        throw new Unusable(name + " is unknown or lacks its value.\n" + USAGE);
      }
      options = options.with(name, left.pop());
    }
    return options;
  }

  private SimulateOptions with(String name, String value) throws Unusable {
    return switch (name) {
      case "--seed" -> {
        long seed = whole(name, value, Long.MAX_VALUE - 1);
        yield new SimulateOptions(new Seeds(seed, seed + 1), workers, progress);
      }
      case "--seeds" -> new SimulateOptions(seeds(value), workers, progress);
      case "--workers" ->
          new SimulateOptions(seeds, (int) Math.max(1, whole(name, value, MOST_WORKERS)), progress);
      case "--progress" -> new SimulateOptions(seeds, workers, Optional.of(Path.of(value)));
      default -> throw new Unusable(name + " is no option of bin/simulate.\n" + USAGE);
    };
  }

  private static Seeds seeds(String value) throws Unusable {
    String[] ends = value.split("\\.\\.", -1);
    if (ends.length == 2) {
      long first = whole("--seeds", ends[0], Long.MAX_VALUE - 1);
      long end = whole("--seeds", ends[1], Long.MAX_VALUE - 1);
      if (first < end) {
        return new Seeds(first, end);
      }
    }
    throw new Unusable("--seeds needs A..B with A less than B, not '" + value + "'.");
  }

  private static long whole(String name, String value, long most) throws Unusable {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same sentence says it.
    }
    throw new Unusable(name + " needs a whole number from 0 to " + most + ", not '" + value + "'.");
  }
}
