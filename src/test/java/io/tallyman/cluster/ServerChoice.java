package io.tallyman.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * Which servers the tests use.
 *
 * <ul>
 *   <li>{@code tallyman.servers=containers}: both from Testcontainers; otherwise
 *   <li>{@code tallyman.test.mysql.url}, {@code .user} and {@code .password} (or the environment's
 *       {@code TALLYMAN_TEST_MYSQL_URL}, {@code _USER}, {@code _PASSWORD}): that database server,
 *       as an account that may create schemas and users; and brokers of our own
 *   <li>none of them: brokers and a database of our own; {@code tallyman.database=mysql} makes that
 *       an error, so that a run which is meant for MySQL cannot pass without it
 * </ul>
 *
 * @param containers whether a Docker engine runs them
 * @param mysql the database server that isn't ours
 */
record ServerChoice(boolean containers, Optional<External> mysql) {

  /** A database server that somebody else runs. */
  record External(String url, Credentials admin) {}

  static ServerChoice ofSystemProperties() {
    boolean containers = System.getProperty("tallyman.servers", "").equals("containers");
    Optional<External> mysql =
        setting("url")
            .map(
                url ->
                    new External(
                        url,
                        new Credentials(
                            setting("user").orElse("root"), setting("password").orElse(""))));
    if (!containers
        && mysql.isEmpty()
        && System.getProperty("tallyman.database", "").equals("mysql")) {
      throw new ServerFailure(
          "tallyman.database is mysql and no server is named:"
              + " eval \"$(bin/mysql start)\" or set tallyman.test.mysql.url");
    }
    return new ServerChoice(containers, mysql);
  }

  private static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getProperty("tallyman.test.mysql." + name))
        .filter(value -> !value.isBlank())
        .or(
            () ->
                Optional.ofNullable(
                    System.getenv("TALLYMAN_TEST_MYSQL_" + name.toUpperCase(Locale.ROOT))));
  }
}
