package io.tallyman.prove;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.ServerFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * Fresh servers for one scenario: three brokers with an empty topic, a database with empty tables,
 * and two hosts, which don't run yet. For one thread at a time.
 */
final class Stage implements AutoCloseable {

  /** The configuration's name in the stage's folder, where every command runs. */
  static final String CONFIG = "config.yml";

  static final String TOPIC = "sales";
  static final int PARTITIONS = 12;

  private static final short COPIES = 3;

  private final Jar jar;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final KafkaCluster kafka;
  private final EmbeddedDatabase database;
  private final List<Host> hosts = new ArrayList<>();

  private Stage(Jar jar, KafkaCluster kafka, EmbeddedDatabase database) {
    this.jar = jar;
    this.kafka = kafka;
    this.database = database;
    toClose.push(kafka);
    toClose.push(database);
  }

  /** Starts the servers, makes topic and tables; the folder has the configuration. */
  static Stage start(Jar jar) throws InterruptedException {
    Path folder = jar.folder();
    CompletableFuture<EmbeddedDatabase> starting =
        CompletableFuture.supplyAsync(() -> EmbeddedDatabase.start(folder.resolve("database")));
    KafkaCluster kafka = KafkaCluster.start(folder.resolve("kafka"));
    Stage stage = new Stage(jar, kafka, joined(starting, kafka));
    try {
      stage.createTopic();
      stage.migrate();
      stage.addHosts();
      return stage;
    } catch (RuntimeException | InterruptedException e) {
      stage.close();
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

  private void createTopic() throws InterruptedException {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, COPIES))).all().get();
    } catch (ExecutionException e) {
      throw new ServerFailure("Cannot create the topic " + TOPIC + ": " + e.getCause(), e);
    }
  }

  private void migrate() throws InterruptedException {
    if (jar.run("migrate", environment(database, database.port()), List.of("migrate", CONFIG))
        != 0) {
      throw new ServerFailure("tallyman migrate has failed:\n" + jar.output("migrate"));
    }
  }

  private void addHosts() {
    for (String name : List.of("a", "b")) {
      DatabaseWire wire = DatabaseWire.to(database.port());
      Map<String, String> environment = environment(database.withoutDdl(), wire.port());
      Host host = new Host(name, jar, Path.of(CONFIG), environment, wire);
      hosts.add(host);
      toClose.push(host);
    }
  }

  /** What a command of the service finds in its environment. */
  private Map<String, String> environment(Database account, int port) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    // Without TLS, so that the wire can be read.
    all.put(
        "TALLYMAN_DB_URL",
        account.jdbcUrl().replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/")
            + "?sslMode=DISABLED&allowPublicKeyRetrieval=true");
    all.put("TALLYMAN_DB_USER", account.user());
    all.put("TALLYMAN_DB_PASSWORD", account.password());
    all.put("TALLYMAN_GROUP", "prove");
    return all;
  }

  /** A feed of this stage's topic, which hasn't begun. */
  Feed feed(DataSet data, int rate) {
    Feed feed = new Feed(jar, environment(database.withoutDdl(), database.port()), data, rate);
    toClose.push(feed);
    return feed;
  }

  /** What the service's own command says of the ledger. */
  Finding ledger() throws InterruptedException {
    Map<String, String> environment = environment(database.withoutDdl(), database.port());
    int code = jar.run("ledger", environment, List.of("ledger", CONFIG));
    List<String> lines = jar.output("ledger").lines().toList();
    String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1).strip();
    return new Finding("tallyman ledger", code == 0, "exit code %d: %s".formatted(code, last));
  }

  /** A look into the tables; closed with the stage. */
  Tables tables() {
    Tables tables = new Tables(database);
    toClose.push(tables);
    return tables;
  }

  /** A client of the brokers, which the caller closes. */
  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  KafkaCluster kafka() {
    return kafka;
  }

  EmbeddedDatabase database() {
    return database;
  }

  /** The two hosts. */
  List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /** The other one. */
  Host other(Host host) {
    return hosts.stream().filter(each -> each != host).findFirst().orElseThrow();
  }

  /** The first words of each host that has ended by itself. */
  Optional<String> complaint() {
    return hosts.stream()
        .filter(host -> !host.isAlive())
        .map(host -> "host " + host.name() + " has ended:\n" + host.lastWords())
        .findFirst();
  }

  /** Ends all of it, the last first; a failure doesn't spare the others. */
  @Override
  public void close() {
    @Nullable ServerFailure failure = null;
    for (AutoCloseable each : toClose) {
      try {
        each.close();
      } catch (Exception e) {
        failure = failure == null ? new ServerFailure("Cannot end all servers", e) : failure;
        if (failure.getCause() != e) {
          failure.addSuppressed(e);
        }
      }
    }
    toClose.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
