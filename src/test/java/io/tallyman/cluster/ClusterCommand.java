package io.tallyman.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code bin/cluster} does: see {@link ClusterOptions#USAGE}. Exports and the table go to
 * standard output, everything else to standard error.
 */
public final class ClusterCommand {
  private static final List<String> SERVERS = List.of("database", "kafka-1", "kafka-2", "kafka-3");
  private static final int NOT_RUNNING = 3;

  private final PrintStream out;
  private final PrintStream err;

  private ClusterCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Ends the JVM with the command's exit code: 0, 1 after one sentence, or 3 from status. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("tallyman.home", "."));
    int code = new ClusterCommand(System.out, System.err).run(List.of(arguments), home);
    System.out.flush();
    System.exit(code);
  }

  private int run(List<String> arguments, Path home) {
    if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
      err.print(ClusterOptions.USAGE);
      return arguments.isEmpty() ? 1 : 0;
    }
    try {
      return run(ClusterOptions.parse(arguments, home));
    } catch (ServerFailure e) {
      err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      err.println("Cannot work on the servers' folder: " + e);
      return 1;
    }
  }

  private int run(ClusterOptions options) throws IOException {
    BackgroundServers servers =
        new BackgroundServers(
            options.folder(), Set.copyOf(SERVERS), List.of("kafka", "database"), err::println);
    return switch (options.verb()) {
      case "start" -> {
        out.print(servers.start(folder -> start(folder, options)));
        yield 0;
      }
      case "stop" -> {
        stop(servers, options);
        yield 0;
      }
      case "sql" -> {
        sql(servers, options);
        yield 0;
      }
      default -> status(servers, options);
    };
  }

  private Map<String, String> start(Path folder, ClusterOptions options) {
    KafkaSettings kafkaSettings =
        KafkaSettings.in(folder.resolve("kafka"))
            .lifetime(Lifetime.DETACHED)
            .ports(options.brokerPorts());
    options.requireFreePorts();
    long begin = System.nanoTime();
    err.println("Starting the database ...");
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            DatabaseSettings.in(folder.resolve("database"))
                .lifetime(Lifetime.DETACHED)
                .port(options.databasePort()));
    err.println("The database is ready after " + since(begin) + "; starting three brokers ...");
    KafkaCluster kafka = KafkaCluster.start(kafkaSettings);
    err.println("All is ready after " + since(begin) + "; bin/cluster stop ends it");
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "TALLYMAN_DB_URL", database.jdbcUrl(),
        "TALLYMAN_DB_USER", database.user(),
        "TALLYMAN_DB_PASSWORD", database.password());
  }

  private void stop(BackgroundServers servers, ClusterOptions options) throws IOException {
    int ended = servers.stop(options.keep());
    String data = options.keep() ? "; the data stays in " + options.folder() : "";
    err.println((ended == 0 ? "Nothing was running" : ended + " servers have ended") + data);
  }

  private void sql(BackgroundServers servers, ClusterOptions options) throws IOException {
    if (!servers.isRunning()) {
      throw new ServerFailure("No servers run in " + options.folder() + ": bin/cluster start");
    }
    SqlTable.of(servers.exports(), options.statement()).forEach(out::println);
  }

  private int status(BackgroundServers servers, ClusterOptions options) throws IOException {
    Map<String, ProcessId> processes = servers.processes();
    out.printf("%-10s %-9s %s%n", "server", "process", "state");
    for (String name : SERVERS) {
      ProcessId process = processes.get(name);
      String pid = process == null ? "-" : Long.toString(process.pid());
      String state = process == null ? "not started" : process.isAlive() ? "running" : "has ended";
      out.printf("%-10s %-9s %s%n", name, pid, state);
    }
    out.println("data in " + options.folder());
    servers.exports().lines().filter(line -> !line.contains("PASSWORD")).forEach(out::println);
    return servers.isRunning() ? 0 : NOT_RUNNING;
  }

  static String since(long begin) {
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
