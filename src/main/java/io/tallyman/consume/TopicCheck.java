package io.tallyman.consume;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks the brokers once whether a source's topic is there. */
public final class TopicCheck {

  /** What the brokers said. */
  public sealed interface Answer {

    /** The topic is there. */
    record There(int partitions) implements Answer {}

    /** It isn't, or nobody answers: what, where, and the remedy. */
    record Trouble(String sentence) implements Answer {}
  }

  private final ConsumerProperties properties;
  private final Clock clock;

  public TopicCheck(ConsumerProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** Waits for the brokers as long as {@link TopicObserver#PATIENCE}. */
  public Answer ask(SourceSettings source) throws InterruptedException {
    TopicTrouble troubles = new TopicTrouble(source.topic(), properties.bootstrapServers());
    try {
      Admin admin = Admin.create(properties.admin(source.name()));
      try {
        TopicView view = new TopicObserver(admin, source.topic(), clock, () -> 0).observe();
        return new Answer.There(view.partitions());
      } finally {
        admin.close(Duration.ZERO); // a question that nobody answers would be awaited for a minute
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return new Answer.Trouble(troubles.explain(e));
    }
  }
}
