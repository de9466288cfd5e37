package io.tallyman.consume;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
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
    } else if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return "the brokers at " + brokers + " don't answer; see that they run and can be reached";
    }
    return "the brokers at "
        + brokers
        + " can't describe topic '"
        + topic
        + "': "
        + cause.getMessage();
  }
}
