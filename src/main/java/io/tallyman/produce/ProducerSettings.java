package io.tallyman.produce;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the clients of a run are told: of the given properties those that the client knows, and over
 * them what the promise needs, that every row is acknowledged and none is written twice.
 *
 * @param given properties of Kafka's clients, the bootstrap servers among them
 */
record ProducerSettings(Map<String, Object> given) {

  private static final int ADMIN_TIMEOUT_MS = 15_000;

  ProducerSettings {
    given = Map.copyOf(given);
  }

  String bootstrapServers() {
    return String.valueOf(given.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  Map<String, Object> admin() {
    Map<String, Object> admin = known(AdminClientConfig.configNames());
    int request = number(admin, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    admin.putIfAbsent(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(ADMIN_TIMEOUT_MS, request));
    int call = number(admin, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    admin.putIfAbsent(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(ADMIN_TIMEOUT_MS, call));
    return admin;
  }

  /** A number that is given; ours where it isn't, or where it is none, which Kafka will say. */
  private static int number(Map<String, Object> properties, String key) {
    try {
      return Integer.parseInt(String.valueOf(properties.get(key)).strip());
    } catch (NumberFormatException e) {
      return ADMIN_TIMEOUT_MS;
    }
  }

  Map<String, Object> producer() {
    Map<String, Object> producer = known(ProducerConfig.configNames());
    producer.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
    producer.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return producer;
  }

  private Map<String, Object> known(Set<String> names) {
    Map<String, Object> known = new HashMap<>(given);
    known.keySet().retainAll(names);
    return known;
  }
}
