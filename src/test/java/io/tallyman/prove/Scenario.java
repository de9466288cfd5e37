package io.tallyman.prove;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What {@code bin/prove} can let go wrong. */
enum Scenario {
  KILLS("kills", "five kill -9 over both processes, some inside an open transaction") {
    @Override
    Faults faults(RandomGenerator random) {
      return new Kills(5, 72, random);
    }
  },
  ZOMBIE("zombie", "a process is stopped beyond its session time-out and then goes on") {
    @Override
    Faults faults(RandomGenerator random) {
      return new Zombie();
    }
  },
  BROKER("broker", "each broker is killed and started again") {
    @Override
    Faults faults(RandomGenerator random) {
      return new BrokerKills();
    }
  },
  DATABASE("database", "the database is killed and started again, twice") {
    @Override
    Faults faults(RandomGenerator random) {
      return new DatabaseKills();
    }
  },
  COMMIT_CUTS("commit-cuts", "the wire is cut during COMMIT at a hundred random moments") {
    @Override
    Faults faults(RandomGenerator random) {
      return new CommitCuts(100, 80, random);
    }
  };

  private final String label;
  private final String about;

  Scenario(String label, String about) {
    this.label = label;
    this.about = about;
  }

  /** Its name on the command line. */
  String label() {
    return label;
  }

  String about() {
    return about;
  }

  /** The plan of a run of it. */
  Plan plan(long seed) {
    return new Plan(label, faults(new SplittableRandom(seed)));
  }

  abstract Faults faults(RandomGenerator random);

  static Optional<Scenario> of(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  static List<Scenario> all() {
    return List.of(values());
  }

  /** All of them, a line each. */
  static String list() {
    return all().stream()
        .map(each -> "  %-12s %s%n".formatted(each.label, each.about))
        .collect(Collectors.joining());
  }
}
