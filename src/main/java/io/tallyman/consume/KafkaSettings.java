package io.tallyman.consume;

import java.util.Map;
import java.util.Optional;

/**
 * The {@code kafka} section of {@code config.yml}.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port}, separated by commas
 * @param groupId of all hosts; each source has a consumer group of its own, {@code groupId-source}
 * @param groupInstanceId a name for this host that is the same after a restart: makes its lanes
 *     static members
 * @param properties anything else that kafka-clients takes
 */
public record KafkaSettings(
    String bootstrapServers,
    String groupId,
    Optional<String> groupInstanceId,
    Map<String, String> properties) {

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }
}
