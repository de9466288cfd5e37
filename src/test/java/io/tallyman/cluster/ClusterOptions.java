package io.tallyman.cluster;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What the words after {@code bin/cluster} mean.
 *
 * @param verb start, stop, status or sql
 * @param folder where the servers keep their data
 * @param ports three of the brokers and one of the database; empty for free ones
 * @param keep whether stop leaves the data
 * @param statement what sql runs; empty for the other verbs
 */
record ClusterOptions(
    String verb, Path folder, List<Integer> ports, boolean keep, String statement) {
  static final String USAGE =
      """
      Three Kafka brokers and a MySQL-compatible database on this machine, in the background.

        bin/cluster start [--data DIR] [--ports KAFKA1,KAFKA2,KAFKA3,DATABASE]
        bin/cluster stop [--data DIR] [--keep]
        bin/cluster status [--data DIR]
        bin/cluster sql [--data DIR] 'SELECT ...'

      start prints shell exports and nothing else on standard output, so that
        eval "$(bin/cluster start)"
      sets KAFKA_BOOTSTRAP_SERVERS, TALLYMAN_DB_URL, TALLYMAN_DB_USER and TALLYMAN_DB_PASSWORD.
      stop deletes the data unless told to --keep it. status ends with 0 if all run, with 3 if not.
      sql runs one statement in the database and prints its rows as a table.
      The data is in .tallyman/cluster unless --data says otherwise.
      """;

  private static final List<String> VERBS = List.of("start", "stop", "status", "sql");

  ClusterOptions {
    folder = folder.toAbsolutePath().normalize();
    ports = List.copyOf(ports);
  }

  /**
   * Reads them; throws {@link ServerFailure} with a sentence at anything that isn't in {@link
   * #USAGE}.
   *
   * @param home the project's folder
   */
  static ClusterOptions parse(List<String> words, Path home) {
    Deque<String> left = new ArrayDeque<>(words);
    String verb = left.isEmpty() ? "" : left.pop();
    if (!VERBS.contains(verb)) {
      throw new ServerFailure("bin/cluster takes start, stop, status or sql, not '" + verb + "'");
    }
    Path folder = home.resolve(".tallyman/cluster");
    List<Integer> ports = List.of();
    boolean keep = false;
    String statement = "";
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (verb.equals("start") || !option.equals("--ports") ? option : "") {
        case "--data" -> folder = Path.of(valueOf(option, left));
        case "--ports" -> ports = portsOf(valueOf(option, left));
        case "--keep" -> keep = true;
        default -> {
          if (!verb.equals("sql") || option.startsWith("--") || !statement.isEmpty()) {
            throw new ServerFailure("bin/cluster " + verb + " knows no " + option);
          }
          statement = option;
        }
      }
    }
    if (keep && !verb.equals("stop")) {
      throw new ServerFailure("--keep is for bin/cluster stop");
    }
    if (verb.equals("sql") && statement.isBlank()) {
      throw new ServerFailure("bin/cluster sql needs a statement, in quotes: 'SELECT ...'");
    }
    return new ClusterOptions(verb, folder, ports, keep, statement);
  }

  private static String valueOf(String option, Deque<String> left) {
    if (left.isEmpty() || left.peek().isBlank()) {
      throw new ServerFailure(option + " needs a value");
    }
    return left.pop();
  }

  private static List<Integer> portsOf(String value) {
    try {
      List<Integer> ports = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
      boolean valid = ports.stream().allMatch(port -> port > 0 && port < 65_536);
      if (valid && ports.size() == 4 && ports.stream().distinct().count() == 4) {
        return ports;
      }
    } catch (NumberFormatException e) {
      // The same sentence as for a wrong number of them.
    }
    throw new ServerFailure(
        "--ports needs four different ports, three of the brokers and one of the database,"
            + " as in 19092,19093,19094,13306, not '"
            + value
            + "'");
  }

  /** Throws {@link ServerFailure} if somebody listens on one of {@link #ports}. */
  void requireFreePorts() {
    ports.forEach(FreePorts::require);
  }

  /** The brokers' part of {@link #ports}. */
  List<Integer> brokerPorts() {
    return ports.isEmpty() ? List.of() : ports.subList(0, 3);
  }

  /** The database's part of {@link #ports}, or 0. */
  int databasePort() {
    return ports.isEmpty() ? 0 : ports.get(3);
  }
}
