package io.tallyman.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one test JVM, each started when it is asked for first. Safe for use by several
 * threads.
 */
final class RunningServers implements AutoCloseable {
  private final ServerChoice choice;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private @Nullable Kafka kafka;
  private @Nullable Database database;

  RunningServers(ServerChoice choice) {
    this.choice = choice;
  }

  synchronized Kafka kafka() {
    if (kafka == null) {
      kafka = choice.containers() ? containerKafka() : ownKafka();
    }
    return kafka;
  }

  synchronized Database database() {
    if (database == null) {
      database =
          choice.mysql().isPresent()
              ? externalDatabase(choice.mysql().get())
              : choice.containers() ? containerDatabase() : ownDatabase();
    }
    return database;
  }

  private Kafka ownKafka() {
    KafkaCluster cluster = KafkaCluster.start(temporaryFolder("kafka"));
    started.push(cluster);
    return cluster;
  }

  private Kafka containerKafka() {
    KafkaContainers containers = KafkaContainers.start();
    started.push(containers);
    return containers;
  }

  private Database ownDatabase() {
    EmbeddedDatabase embedded = EmbeddedDatabase.start(temporaryFolder("database"));
    started.push(embedded);
    return embedded;
  }

  private Database containerDatabase() {
    MySqlContainer container = MySqlContainer.start();
    started.push(container);
    return guest(container.server());
  }

  private Database externalDatabase(ServerChoice.External external) {
    return guest(DatabaseServer.guest(external.url(), external.admin()));
  }

  private Database guest(DatabaseServer server) {
    started.push(server);
    return server.newSchema("shared");
  }

  /** In the build's own folder, where {@code mvn clean} finds it even after a crash. */
  private Path temporaryFolder(String name) {
    Path target = Path.of(System.getProperty("tallyman.home", ".")).resolve("target/servers");
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(target), name + "-");
      started.push(() -> Folders.delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder in " + target, e);
    }
  }

  /** Ends all of them, the last one first; a failure doesn't spare the others. */
  @Override
  public synchronized void close() {
    ServerFailure failure = null;
    for (AutoCloseable server : started) {
      try {
        server.close();
      } catch (Exception e) {
        failure = failure == null ? new ServerFailure("Cannot end all test servers", e) : failure;
        if (failure.getCause() != e) {
          failure.addSuppressed(e);
        }
      }
    }
    started.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
