package io.tallyman.consume;

import io.tallyman.event.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The properties of our Kafka clients: what {@code kafka.properties} says, over our defaults, under
 * what the promises need.
 */
public final class ConsumerProperties {

  private static final String GROUP_PROTOCOL = ConsumerConfig.GROUP_PROTOCOL_CONFIG;

  /** What measured well on backlogs of small events; an operator may change them. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          GROUP_PROTOCOL,
          "consumer",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          "2000",
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          String.valueOf(1 << 20),
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          "250",
          ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          String.valueOf(256 << 10));

  /** What the promises need; nobody may change it. */
  private static final Map<String, String> OURS =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName(),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());

  private static final Map<String, String> KEYS_OF_THEIR_OWN =
      Map.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka.bootstrapServers",
          ConsumerConfig.GROUP_ID_CONFIG, "kafka.groupId",
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "kafka.groupInstanceId");

  private final KafkaSettings settings;

  public ConsumerProperties(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Reports the properties that the operator may not set. */
  public void check(Consumer<Problem> problems) {
    for (String key : new TreeSet<>(settings.properties().keySet())) {
      String at = "kafka.properties." + key;
      if (OURS.containsKey(key)) {
        problems.accept(
            new Problem(
                at, "counting exactly once needs it to be " + OURS.get(key), "take it out"));
      } else if (KEYS_OF_THEIR_OWN.containsKey(key)) {
        problems.accept(
            new Problem(
                at, "it has a key of its own", "set " + KEYS_OF_THEIR_OWN.get(key) + " instead"));
      }
    }
    String protocol = settings.properties().getOrDefault(GROUP_PROTOCOL, "consumer");
    if (!protocol.equals("consumer") && !protocol.equals("classic")) {
      problems.accept(
          new Problem(
              "kafka.properties." + GROUP_PROTOCOL,
              "'" + protocol + "' is no group protocol",
              "use consumer or classic"));
    } else {
      checkValues(problems);
    }
  }

  private void checkValues(Consumer<Problem> problems) {
    try {
      ConsumerConfig checked = new ConsumerConfig(consumer("check", "check-0"));
      checked.ignore(GROUP_PROTOCOL);
    } catch (ConfigException e) {
      problems.accept(
          new Problem("kafka.properties", String.valueOf(e.getMessage()), "correct its value"));
    }
  }

  /** The brokers to begin with, as configured. */
  String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /**
   * The properties of the consumer of one lane. Each source has a consumer group of its own, {@code
   * groupId-source}: two sources of one topic don't share its partitions, and neither is disturbed
   * by the other's rebalances.
   */
  Map<String, Object> consumer(String source, String lane) {
    Map<String, Object> properties = new HashMap<>(DEFAULTS);
    if ("classic".equals(settings.properties().get(GROUP_PROTOCOL))) {
      properties.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    properties.putAll(settings.properties());
    properties.putAll(OURS);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId() + "-" + source);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "tallyman-" + lane);
    settings
        .groupInstanceId()
        .ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id + "-" + lane));
    return properties;
  }

  /** The properties of an admin client: of ours, those that it knows. */
  Map<String, Object> admin(String source) {
    Map<String, Object> properties = new HashMap<>();
    settings
        .properties()
        .forEach(
            (key, value) -> {
              if (AdminClientConfig.configNames().contains(key)) {
                properties.put(key, value);
              }
            });
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "tallyman-watch-" + source);
    return properties;
  }
}
