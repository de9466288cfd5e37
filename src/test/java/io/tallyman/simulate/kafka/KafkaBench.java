package io.tallyman.simulate.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The model of Kafka on a bench: a topic, a group, and clients whose time the test turns. */
final class KafkaBench {

  static final String TOPIC = "topic";

  /** A client that takes down what it is told and served. */
  final class Client implements ConsumerRebalanceListener {
    final SimulatedConsumer consumer;
    final List<String> told = new ArrayList<>();
    final List<String> served = new ArrayList<>();
    final Set<Integer> believes = new TreeSet<>();
    ConsumerRecords<byte[], byte[]> last = ConsumerRecords.empty();

    Client(String name, @Nullable String instanceId) {
      consumer = new SimulatedConsumer(group, name, instanceId);
      consumer.subscribe(List.of(TOPIC), this);
    }

    /** One poll; that a position was looked for too early is nothing special. */
    void poll() {
      try {
        last = consumer.poll(Duration.ZERO);
      } catch (NoOffsetForPartitionException e) {
        return;
      }
      for (ConsumerRecord<byte[], byte[]> record : last) {
        served.add(record.partition() + ":" + new String(record.value(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      told.add("assigned " + numbers(partitions));
      believes.addAll(numbers(partitions));
      partitions.forEach(each -> consumer.seek(each, 0));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      told.add("revoked " + numbers(partitions));
      believes.removeAll(numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      told.add("lost " + numbers(partitions));
      believes.removeAll(numbers(partitions));
    }

    private Set<Integer> numbers(Collection<TopicPartition> partitions) {
      TreeSet<Integer> numbers = new TreeSet<>();
      partitions.forEach(each -> numbers.add(each.partition()));
      return numbers;
    }
  }

  final AtomicLong ticker = new AtomicLong();
  final SimulatedTopic topic;
  final SimulatedGroup group;

  KafkaBench(GroupProtocol protocol, int partitions, long seed) {
    topic = new SimulatedTopic(TOPIC, partitions);
    group =
        new SimulatedGroup(
            topic,
            GroupSettings.of(protocol),
            ticker::get,
            new Chance(new SplittableRandom(seed), Notes.NONE));
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(TOPIC, number);
  }

  Client client(String name) {
    return new Client(name, null);
  }

  void append(int partition, String... values) {
    for (String value : values) {
      topic.log(partition).append(value.getBytes(StandardCharsets.UTF_8), 0);
    }
  }

  void pass(Duration time) {
    ticker.addAndGet(time.toNanos());
  }

  /** So many seconds pass, in which these clients run and poll. */
  void run(int seconds, Client... clients) {
    for (int i = 0; i < seconds * 2; i++) {
      pass(Duration.ofMillis(500));
      for (Client each : clients) {
        each.consumer.heartbeat();
        each.poll();
      }
    }
  }

  /** The same, but this client's lane hangs: its process sends heartbeats, and nobody polls. */
  void runWithoutPolls(int seconds, Client hanging, Client... clients) {
    for (int i = 0; i < seconds; i++) {
      hanging.consumer.heartbeat();
      run(1, clients);
    }
  }
}
