package io.tallyman.produce;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that the topic is there; one that is there already is left as it is. */
final class TopicSetup {

  private static final int DEFAULT_PARTITIONS = 12;
  private static final int DEFAULT_REPLICATION = 3;

  private final ProducerSettings kafka;
  private final String topic;
  private final Consumer<String> notes;

  TopicSetup(ProducerSettings kafka, String topic, Consumer<String> notes) {
    this.kafka = kafka;
    this.topic = topic;
    this.notes = notes;
  }

  void ensure(OptionalInt partitions, OptionalInt replication)
      throws ProduceFailure, InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      Optional<TopicDescription> found = describe(admin);
      if (found.isEmpty()) {
        create(admin, partitions.orElse(DEFAULT_PARTITIONS), replication);
      } else if (partitions.isPresent()
          && partitions.getAsInt() != found.get().partitions().size()) {
        notes.accept(
            "the topic "
                + topic
                + " is there with "
                + found.get().partitions().size()
                + " partitions: --partitions changes nothing");
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private Optional<TopicDescription> describe(Admin admin)
      throws ExecutionException, InterruptedException {
    try {
      return Optional.ofNullable(
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void create(Admin admin, int partitions, OptionalInt replication)
      throws ExecutionException, InterruptedException {
    int brokers = admin.describeCluster().nodes().get().size();
    int copies = replication.orElse(Math.min(DEFAULT_REPLICATION, brokers));
    try {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) copies))).all().get();
      notes.accept(
          "created the topic " + topic + ": " + partitions + " partitions, replication " + copies);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private ProduceFailure failure(Throwable cause) {
    String what;
    if (cause instanceof InvalidReplicationFactorException) {
      what = cause.getMessage() + "; give a smaller --replication, or start more brokers";
    } else if (cause instanceof RetriableException) {
      what =
          "no broker answers ("
              + cause.getMessage()
              + "); see to kafka.bootstrapServers, and that the brokers run";
    } else {
      what = ProduceFailure.words(cause) + "; see to kafka.bootstrapServers and kafka.properties";
    }
    return new ProduceFailure(
        "topic " + topic + " at " + kafka.bootstrapServers() + ": " + what, cause);
  }
}
