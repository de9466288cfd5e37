package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code bin/mysql} does once the programs are unpacked: a MySQL server in the background, on
 * 127.0.0.1, for the tests. Exports go to standard output, everything else to standard error.
 */
public final class MySqlCommand {
  private MySqlCommand() {}

  /**
   * Ends the JVM with 0, or with 1 after one sentence.
   *
   * @param arguments start or stop, the folder of the data and the folder of the programs
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    Path folder = Path.of(arguments.get(1)).toAbsolutePath();
    BackgroundServers servers =
        new BackgroundServers(folder, Set.of("database"), List.of("database"), System.err::println);
    try {
      if (arguments.get(0).equals("start")) {
        MySql program = new MySql(Path.of(arguments.get(2)));
        System.out.print(servers.start(data -> start(data, program)));
        System.out.flush();
      } else {
        System.err.println(servers.stop(false) == 0 ? "Nothing was running" : "MySQL has ended");
      }
      return 0;
    } catch (ServerFailure | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static Map<String, String> start(Path folder, MySql program) {
    long begin = System.nanoTime();
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            DatabaseSettings.in(folder.resolve("database")).lifetime(Lifetime.DETACHED), program);
    System.err.println(
        "MySQL is ready after " + ClusterCommand.since(begin) + "; bin/mysql stop ends it");
    return Map.of(
        "TALLYMAN_TEST_MYSQL_URL", "jdbc:mysql://127.0.0.1:" + database.port() + "/",
        "TALLYMAN_TEST_MYSQL_USER", database.administrator().user(),
        "TALLYMAN_TEST_MYSQL_PASSWORD", database.administrator().password());
  }
}
