package io.tallyman.consume;

import io.tallyman.event.OffsetRange;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks the brokers once whether a source's topic is there, and how it is. */
public final class TopicCheck {

  /** What the brokers said. */
  public sealed interface Answer {

    /**
     * The topic is there.
     *
     * @param topicId its id
     * @param partitions how many partitions it has
     * @param logs from which offset to the end of which each partition can be read now; partitions
     *     without a leader are missing
     */
    record There(UUID topicId, int partitions, Map<Integer, OffsetRange> logs) implements Answer {

      public There {
        logs = Map.copyOf(logs);
      }
    }

    /** It isn't, or nobody answers: what, where, and the remedy. */
    record Trouble(String sentence) implements Answer {}
  }

  private final ConsumerProperties properties;
  private final Clock clock;

  public TopicCheck(ConsumerProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Waits for each answer as long as {@link TopicObserver#PATIENCE}.
   *
   * @param source the source's name
   * @param topic its topic
   */
  public Answer ask(String source, String topic) throws InterruptedException {
    TopicTrouble troubles = new TopicTrouble(topic, properties.bootstrapServers());
    try {
      Admin admin = Admin.create(properties.admin(source));
      try {
        TopicView view = new TopicObserver(admin, topic, clock, () -> 0).observe();
        return new Answer.There(view.topicId(), view.partitions(), ranges(view));
      } finally {
        admin.close(Duration.ZERO); // a question that nobody answers would be awaited for a minute
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return new Answer.Trouble(troubles.explain(e));
    }
  }

  private static Map<Integer, OffsetRange> ranges(TopicView view) {
    Map<Integer, OffsetRange> logs = new HashMap<>();
    // a topic that was made anew between the two questions may end before the old one began
    view.logs()
        .forEach(
            (partition, log) ->
                logs.put(
                    partition, new OffsetRange(log.start(), Math.max(log.start(), log.end()))));
    return logs;
  }
}
