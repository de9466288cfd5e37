package io.tallyman.consume;

import io.tallyman.rollup.StoreUnavailable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Says in one sentence why a topic can't be seen.
 *
 * @param topic the topic's name
 * @param brokers where the brokers should be
 */
record TopicTrouble(String topic, String brokers) {

  String explain(Exception failure) {
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof UnknownTopicOrPartitionException) {
      return "there is no topic '"
          + topic
          + "' on the brokers at "
          + brokers
          + "; create it (the service never does)";
    } else if (hasUnresolvableName(failure)) {
      return "none of the broker names in '"
          + brokers
          + "' can be resolved; correct kafka.bootstrapServers, or the name service of this host";
    } else if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return "the brokers at " + brokers + " don't answer; see that they run and can be reached";
    } else if (cause instanceof StoreUnavailable || cause instanceof IllegalStateException) {
      return String.valueOf(cause.getMessage()); // says what, where and the remedy by itself
    }
    return "the brokers at "
        + brokers
        + " can't describe topic '"
        + topic
        + "': "
        + cause.getMessage();
  }

  /** Kafka's client refuses to be made where no name of a broker resolves. */
  private static boolean hasUnresolvableName(Exception failure) {
    return failure.getCause() instanceof ConfigException e
        && String.valueOf(e.getMessage()).contains("bootstrap");
  }
}
