package io.tallyman.consume;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;

/**
 * Says in one sentence why a consumer failed for good.
 *
 * @param properties the consumer's
 */
record ConsumerTrouble(Map<String, Object> properties) {

  ConsumerTrouble {
    properties = Map.copyOf(properties);
  }

  String explain(Throwable failure) {
    if (failure instanceof UnreleasedInstanceIdException) {
      return "the brokers still count on an earlier member "
          + member()
          + "; if that was killed, they let it go when its session ends; if it lives, two hosts"
          + " have the same kafka.groupInstanceId: give each its own";
    } else if (failure instanceof FencedInstanceIdException) {
      return "another process has joined as member "
          + member()
          + "; if this goes on, two hosts have the same kafka.groupInstanceId: give each its own";
    }
    return Objects.requireNonNullElse(rootOf(failure).getMessage(), failure.toString());
  }

  private String member() {
    return "'"
        + properties.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
        + "' of group '"
        + properties.get(ConsumerConfig.GROUP_ID_CONFIG)
        + "'";
  }

  /** Kafka's client wraps what happened, and says "Failed to construct kafka consumer" itself. */
  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
