package io.tallyman.demo;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.DatabaseSettings;
import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.cluster.FreePorts;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.KafkaSettings;
import io.tallyman.cluster.RunFolder;
import io.tallyman.cluster.ServerFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Everything that runs beside the demo itself: three brokers, a database and the service. */
final class DemoSystem implements AutoCloseable {

  /** Where the build leaves the service, in the project's folder. */
  static final String JAR = "target/tallyman.jar";

  /** How many partitions the topic has. */
  static final int PARTITIONS = 12;

  private static final short COPIES = 3;

  private final KafkaCluster kafka;
  private final EmbeddedDatabase database;
  private final Service service;
  private final int port;

  private DemoSystem(KafkaCluster kafka, EmbeddedDatabase database, Service service, int port) {
    this.kafka = kafka;
    this.database = database;
    this.service = service;
    this.port = port;
  }

  /**
   * Starts it all, one after the other as each needs it, and says so.
   *
   * @param jar the service
   * @param config the service's configuration file
   */
  static DemoSystem start(
      Path jar, Path config, DemoPlan plan, RunFolder folder, PrintStream progress)
      throws IOException, InterruptedException {
    progress.println("Starting three Kafka brokers and a database ...");
    CompletableFuture<EmbeddedDatabase> starting =
        CompletableFuture.supplyAsync(
            () -> EmbeddedDatabase.start(DatabaseSettings.in(folder.path().resolve("database"))));
    KafkaCluster kafka = KafkaCluster.start(KafkaSettings.in(folder.path().resolve("kafka")));
    EmbeddedDatabase database = joined(starting, kafka);
    kafka.processes().values().forEach(folder::remember);
    folder.remember(database.process());
    List<Integer> ports = new FreePorts().pick(2, List.of());
    Service service = new Service(jar, config, folder, ports.get(1));
    DemoSystem system = new DemoSystem(kafka, database, service, ports.get(0));
    try {
      system.createTopic(plan.topic());
      system.startService(ports, progress);
      return system;
    } catch (RuntimeException | IOException | InterruptedException e) {
      system.close();
      throw e;
    }
  }

  private static EmbeddedDatabase joined(
      CompletableFuture<EmbeddedDatabase> starting, KafkaCluster kafka) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      kafka.close();
      throw e.getCause() instanceof ServerFailure failure
          ? failure
          : new ServerFailure("The database doesn't start: " + e.getCause(), e);
    }
  }

  private void createTopic(String topic) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, COPIES))).all().get();
    } catch (ExecutionException e) {
      throw new ServerFailure("Cannot create the topic " + topic + ": " + e.getCause(), e);
    }
  }

  private void startService(List<Integer> ports, PrintStream progress) throws IOException {
    service.prepare("migrate", environment(ports, database));
    for (String command : List.of("server", "produce")) {
      service.prepare(command, environment(ports, database.withoutDdl()));
    }
    progress.println("Making the tables (tallyman migrate) ...");
    service.run("migrate");
    progress.println("Starting the service (tallyman server) ...");
    service.start();
  }

  private Map<String, String> environment(List<Integer> ports, Database account) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    all.put("TALLYMAN_DB_URL", account.jdbcUrl());
    all.put("TALLYMAN_DB_USER", account.user());
    all.put("TALLYMAN_DB_PASSWORD", account.password());
    all.put("TALLYMAN_PORT", ports.get(0).toString());
    all.put("TALLYMAN_ADMIN_PORT", ports.get(1).toString());
    return all;
  }

  KafkaCluster kafka() {
    return kafka;
  }

  EmbeddedDatabase database() {
    return database;
  }

  Service service() {
    return service;
  }

  /** Where everything is, in lines for people. */
  List<String> addresses(RunFolder folder) {
    return List.of(
        "Tallyman demo   data and logs in",
        "          " + folder.path(),
        "Kafka     " + kafka.bootstrapServers(),
        "Database  " + database.jdbcUrl() + "  account in server.env there",
        "Service   http://127.0.0.1:" + port + "   the operator's page " + service.pageUrl());
  }

  /** Ends all of it: the service in good order, the rest at once. */
  @Override
  public void close() {
    try {
      service.close();
    } finally {
      try {
        database.close();
      } finally {
        kafka.close();
      }
    }
  }
}
