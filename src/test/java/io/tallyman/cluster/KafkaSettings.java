package io.tallyman.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@link KafkaCluster} is made of.
 *
 * @param folder where it keeps its data and logs; data of an earlier cluster there is taken up
 * @param nodes how many brokers, 1 or more; each is a controller too
 * @param lifetime whether the brokers outlive this JVM
 * @param ports the brokers' ports on 127.0.0.1, in order; empty for free ones
 * @param properties broker properties beside and above ours
 */
public record KafkaSettings(
    Path folder,
    int nodes,
    Lifetime lifetime,
    List<Integer> ports,
    Map<String, String> properties) {

  public KafkaSettings {
    folder = folder.toAbsolutePath();
    ports = List.copyOf(ports);
    properties = Map.copyOf(properties);
    if (nodes < 1) {
      throw new IllegalArgumentException("A Kafka cluster needs a node, not " + nodes);
    }
    if (!ports.isEmpty() && ports.size() != nodes) {
      throw new IllegalArgumentException(nodes + " brokers need as many ports, not " + ports);
    }
  }

  /** Three brokers on free ports that end with this JVM. */
  public static KafkaSettings in(Path folder) {
    return new KafkaSettings(folder, 3, Lifetime.BOUND, List.of(), Map.of());
  }

  public KafkaSettings nodes(int count) {
    return new KafkaSettings(folder, count, lifetime, List.of(), properties);
  }

  public KafkaSettings lifetime(Lifetime newLifetime) {
    return new KafkaSettings(folder, nodes, newLifetime, ports, properties);
  }

  /** Also sets the number of brokers, unless the list is empty. */
  public KafkaSettings ports(List<Integer> brokerPorts) {
    int count = brokerPorts.isEmpty() ? nodes : brokerPorts.size();
    return new KafkaSettings(folder, count, lifetime, brokerPorts, properties);
  }

  public KafkaSettings properties(Map<String, String> brokerProperties) {
    return new KafkaSettings(folder, nodes, lifetime, ports, brokerProperties);
  }
}
