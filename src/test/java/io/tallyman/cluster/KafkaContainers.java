package io.tallyman.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Three brokers, each in a container of its own, on one network. */
final class KafkaContainers implements Kafka, AutoCloseable {
  private static final String IMAGE = "apache/kafka:4.4.0";
  private static final int NODES = 3;

  private final Network network;
  private final List<KafkaContainer> brokers;

  private KafkaContainers(Network network, List<KafkaContainer> brokers) {
    this.network = network;
    this.brokers = brokers;
  }

  static KafkaContainers start() {
    Network network = Network.newNetwork();
    String cluster = Uuid.randomUuid().toString();
    KafkaContainers containers =
        new KafkaContainers(
            network,
            IntStream.rangeClosed(1, NODES).mapToObj(id -> broker(id, cluster, network)).toList());
    // All at once: none of them gets ready without a second one to vote with.
    Startables.deepStart(containers.brokers).join();
    return containers;
  }

  private static KafkaContainer broker(int id, String cluster, Network network) {
    String voters =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(node -> node + "@broker-" + node + ":9094")
            .collect(Collectors.joining(","));
    KafkaContainer broker =
        new KafkaContainer(System.getProperty("tallyman.test.kafka.image", IMAGE))
            .withNetwork(network)
            .withNetworkAliases("broker-" + id)
            .withStartupTimeout(Duration.ofMinutes(3))
            .withEnv("CLUSTER_ID", cluster)
            .withEnv("KAFKA_NODE_ID", Integer.toString(id))
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters);
    KafkaProperties.shared(NODES)
        .forEach((key, value) -> broker.withEnv(environmentName(key), value));
    return broker;
  }

  private static String environmentName(String property) {
    return "KAFKA_" + property.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String bootstrapServers() {
    return brokers.stream()
        .map(KafkaContainer::getBootstrapServers)
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    brokers.forEach(KafkaContainer::stop);
    network.close();
  }
}
