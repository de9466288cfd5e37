package io.tallyman.cluster;

import java.util.Map;
import java.util.TreeMap;

/** The broker properties of a small cluster on one machine. */
final class KafkaProperties {
  private final KafkaPorts ports;

  KafkaProperties(KafkaPorts ports) {
    this.ports = ports;
  }

  /** All properties of a node but its id and folder; the given ones win. */
  Map<String, String> of(int id, Map<String, String> overrides) {
    Map<String, String> all = shared(ports.brokers().size());
    all.putAll(network(id));
    all.putAll(overrides);
    return all;
  }

  /** What has nothing to do with addresses, the same for all nodes of a cluster of that size. */
  static Map<String, String> shared(int nodes) {
    Map<String, String> all = new TreeMap<>(replication(nodes));
    all.putAll(haste());
    all.putAll(size());
    return all;
  }

  private Map<String, String> network(int id) {
    String broker = "BROKER://127.0.0.1:" + ports.brokers().get(id - 1);
    String controller = "CONTROLLER://127.0.0.1:" + ports.controllers().get(id - 1);
    return Map.of(
        "process.roles", "broker,controller",
        "controller.quorum.voters", ports.voters(),
        "listeners", broker + "," + controller,
        "advertised.listeners", broker,
        "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name", "BROKER",
        "controller.listener.names", "CONTROLLER");
  }

  /** As production has it: an acknowledged record is on two brokers at least. */
  private static Map<String, String> replication(int nodes) {
    String copies = Integer.toString(Math.min(3, nodes));
    String inSync = Integer.toString(Math.min(2, nodes));
    return Map.of(
        "auto.create.topics.enable", "false",
        "default.replication.factor", copies,
        "min.insync.replicas", inSync,
        "offsets.topic.replication.factor", copies,
        "transaction.state.log.replication.factor", copies,
        "transaction.state.log.min.isr", inSync,
        "share.coordinator.state.topic.replication.factor", copies,
        "share.coordinator.state.topic.min.isr", inSync);
  }

  /** Groups and the cluster settle within seconds of a crash, not within a minute. */
  private static Map<String, String> haste() {
    return Map.of(
        "group.initial.rebalance.delay.ms", "0",
        "group.min.session.timeout.ms", "3000",
        "group.consumer.min.session.timeout.ms", "3000",
        "group.consumer.session.timeout.ms", "6000",
        "group.consumer.min.heartbeat.interval.ms", "500",
        "group.consumer.heartbeat.interval.ms", "1000",
        "broker.heartbeat.interval.ms", "1000",
        "broker.session.timeout.ms", "6000",
        "replica.lag.time.max.ms", "10000");
  }

  private static Map<String, String> size() {
    return Map.of(
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.num.partitions", "4",
        "share.coordinator.state.topic.num.partitions", "4",
        "log.retention.hours", "24",
        "log.segment.bytes", "134217728",
        "log.cleaner.dedupe.buffer.size", "16777216", // out of a heap of 448 MB
        "num.network.threads", "2",
        "num.io.threads", "4",
        "background.threads", "2");
  }
}
