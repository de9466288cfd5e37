package io.tallyman.cluster;

import org.testcontainers.mysql.MySQLContainer;

/** A MySQL server that a Docker engine runs. */
final class MySqlContainer implements AutoCloseable {
  private static final String IMAGE = "mysql:9.7";

  private final MySQLContainer container;

  private MySqlContainer(MySQLContainer container) {
    this.container = container;
  }

  static MySqlContainer start() {
    MySQLContainer container =
        new MySQLContainer(System.getProperty("tallyman.test.mysql.image", IMAGE))
            .withUsername("root")
            .withPassword(Credentials.word(16));
    container.start();
    return new MySqlContainer(container);
  }

  DatabaseServer server() {
    return DatabaseServer.guest(
        container.getJdbcUrl(), new Credentials("root", container.getPassword()));
  }

  @Override
  public void close() {
    container.stop();
  }
}
