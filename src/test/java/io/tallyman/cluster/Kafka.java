package io.tallyman.cluster;

/** A running Kafka of three brokers, wherever it runs. */
public interface Kafka {
  /** What goes into {@code bootstrap.servers}: every broker, as {@code host:port,host:port}. */
  String bootstrapServers();
}
