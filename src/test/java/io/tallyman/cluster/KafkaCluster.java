package io.tallyman.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Real brokers on this machine: each node is a JVM of its own, broker and controller in one, and
 * listens on 127.0.0.1 only. Nodes are numbered from 1, as in Kafka ({@code node.id}). A node that
 * was stopped or killed comes back on its port with its data.
 *
 * <p>A cluster is for one thread at a time; clients of its brokers are free.
 */
public final class KafkaCluster implements Kafka, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 4;

  private final Path folder;
  private final List<KafkaNode> nodes;
  private final KafkaPorts ports;

  private KafkaCluster(KafkaSettings settings, KafkaPorts ports) {
    this.folder = settings.folder();
    this.ports = ports;
    this.nodes = new ArrayList<>();
    for (int id = 1; id <= settings.nodes(); id++) {
      nodes.add(new KafkaNode(id, folder.resolve("kafka-" + id), settings.lifetime()));
    }
  }

  /** Three brokers with their data in the folder, ready for clients, ending with this JVM. */
  public static KafkaCluster start(Path folder) {
    return start(KafkaSettings.in(folder));
  }

  /**
   * Starts a cluster and returns when all its brokers serve clients. Where another process snatches
   * a port that was free a moment before, others are taken; ports that the settings name are an
   * error if they are in use.
   */
  public static KafkaCluster start(KafkaSettings settings) {
    for (int attempt = 1; ; attempt++) {
      KafkaCluster cluster = new KafkaCluster(settings, KafkaPorts.choose(settings));
      try {
        cluster.startAll(settings);
        return cluster;
      } catch (ServerFailure e) {
        boolean portLost = cluster.ports.anyTakenByOthers(cluster.nodes);
        cluster.close();
        if (!portLost || attempt == ATTEMPTS || !settings.ports().isEmpty()) {
          throw e;
        }
      }
    }
  }

  private void startAll(KafkaSettings settings) {
    String clusterId = clusterId();
    for (KafkaNode node : nodes) {
      node.prepare(clusterId, new KafkaProperties(ports).of(node.id(), settings.properties()));
    }
    nodes.forEach(KafkaNode::start);
    awaitReady(START_LIMIT);
    ports.store(folder);
  }

  /** One id for all nodes, and the same after a crash half-way through the first start. */
  private String clusterId() {
    Path file = folder.resolve("cluster.id");
    try {
      Files.createDirectories(folder);
      String known = Files.exists(file) ? Files.readString(file).strip() : "";
      if (known.length() == 22) {
        return known;
      }
      String fresh = Uuid.randomUuid().toString();
      Files.writeString(file, fresh);
      return fresh;
    } catch (IOException e) {
      throw new ServerFailure("Cannot write " + file, e);
    }
  }

  @Override
  public String bootstrapServers() {
    return ports.brokers().stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  /** How many nodes there are, running or not. */
  public int size() {
    return nodes.size();
  }

  /** The processes by name ({@code kafka-1}, …), in order; those of stopped nodes are not alive. */
  public Map<String, ProcessId> processes() {
    Map<String, ProcessId> processes = new LinkedHashMap<>();
    nodes.forEach(node -> processes.put(node.name(), node.process().id()));
    return processes;
  }

  /** The process of a node. */
  public ProcessId process(int id) {
    return node(id).process().id();
  }

  /** Where a node keeps its replica of a partition; it may have none. */
  public Path logFolder(int id, String topic, int partition) {
    return node(id).logFolder(topic, partition);
  }

  /** Whether the node's process runs; a frozen one does. */
  public boolean isRunning(int id) {
    return node(id).isAlive();
  }

  /** Ends a node in good order: it hands its partitions over first, and is killed after 30 s. */
  public void stopBroker(int id) {
    node(id).process().terminate(Duration.ofSeconds(30));
  }

  /** Ends a node as a crash would. */
  public void killBroker(int id) {
    node(id).process().kill();
  }

  /** Starts a node that has ended, on its port and its data; it may take seconds to be ready. */
  public void startBroker(int id) {
    node(id).start();
  }

  /** Stops a node in its tracks: its port accepts connections and nobody answers. */
  public void freeze(int id) {
    node(id).process().freeze();
  }

  /** Lets a frozen node go on. */
  public void thaw(int id) {
    node(id).process().thaw();
  }

  /**
   * Returns when every node is a member of the cluster and coordinates groups; throws {@link
   * ServerFailure} when one has ended or the time is over.
   */
  public void awaitReady(Duration limit) {
    try {
      poll(limit).until(this::allListen);
      try (Admin admin = Admin.create(adminProperties())) {
        poll(limit).until(() -> allServe(admin));
      }
    } catch (ConditionTimeoutException e) {
      String words =
          nodes.stream().map(node -> node.process().lastWords()).collect(Collectors.joining("\n"));
      throw new ServerFailure(
          "The brokers in " + folder + " are not ready after " + limit.toSeconds() + " s\n" + words,
          e);
    }
  }

  private static ConditionFactory poll(Duration limit) {
    return Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .atMost(limit);
  }

  private boolean allListen() {
    for (KafkaNode node : nodes) {
      if (!node.isAlive()) {
        throw new ServerFailure(
            node.name() + " has ended while starting:\n" + node.process().lastWords());
      }
    }
    return ports.brokers().stream().allMatch(KafkaCluster::accepts);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Map<String, Object> adminProperties() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers(),
        "request.timeout.ms",
        5000,
        "default.api.timeout.ms",
        5000,
        "client.id",
        "await-ready");
  }

  /** A group is described so that the topic of the group coordinators exists from the start. */
  private boolean allServe(Admin admin) throws InterruptedException {
    try {
      boolean complete = admin.describeCluster().nodes().get().size() == nodes.size();
      if (complete) {
        admin.listConsumerGroupOffsets("await-ready").partitionsToOffsetAndMetadata().get();
      }
      return complete;
    } catch (ExecutionException e) {
      return !allListen(); // false, unless a node has ended: then it throws
    }
  }

  /** Ends all nodes in good order, within that time; their data can be taken up again. */
  public void shutDown(Duration limit) {
    Processes.terminate(processes().values(), limit);
  }

  /** Ends all nodes by force; what they have acknowledged is still on disk. */
  @Override
  public void close() {
    Processes.kill(
        nodes.stream().filter(KafkaNode::isAlive).map(node -> node.process().id()).toList());
  }

  private KafkaNode node(int id) {
    if (id < 1 || id > nodes.size()) {
      throw new IllegalArgumentException("Nodes are numbered 1 to " + nodes.size() + ", not " + id);
    }
    return nodes.get(id - 1);
  }
}
