package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaClusterIT {
  @TempDir Path folder;

  @Test
  void shouldKeepItsRecordsWhenBrokersComeAndGo() throws Exception {
    Path spaced = folder.resolve("a folder, with a comma");
    try (KafkaCluster kafka = KafkaCluster.start(spaced)) {
      createTopic(kafka);
      try (Producer<String, byte[]> producer = producer(kafka)) {
        send(producer);
        kafka.killBroker(2);
        send(producer);
        kafka.startBroker(2);
        kafka.awaitReady(Duration.ofMinutes(1));
        kafka.freeze(3);
        assertThat(kafka.isRunning(3)).isTrue();
        send(producer);
        kafka.thaw(3);
        send(producer);
      }
      assertThat(replicationOf(kafka)).isEqualTo(3);
    }
  }

  @Test
  void shouldTakeUpItsDataAndPortsAgain() throws Exception {
    String servers;
    try (KafkaCluster kafka = KafkaCluster.start(KafkaSettings.in(folder).nodes(1))) {
      servers = kafka.bootstrapServers();
      createTopic(kafka);
      kafka.shutDown(Duration.ofSeconds(20));
      assertThat(kafka.isRunning(1)).isFalse();
    }
    try (KafkaCluster kafka = KafkaCluster.start(KafkaSettings.in(folder).nodes(1))) {
      assertThat(kafka.bootstrapServers()).isEqualTo(servers);
      assertThat(replicationOf(kafka)).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KafkaSettings settings = KafkaSettings.in(folder).ports(List.of(taken.getLocalPort()));
      assertThatThrownBy(() -> KafkaCluster.start(settings))
          .isInstanceOf(ServerFailure.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " of 127.0.0.1 is in use");
    }
  }

  private static Admin admin(KafkaCluster kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static void createTopic(KafkaCluster kafka) throws Exception {
    NewTopic topic = new NewTopic("events", Optional.of(4), Optional.empty());
    try (Admin admin = admin(kafka)) {
      admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    }
  }

  private static int replicationOf(KafkaCluster kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      return admin
          .describeTopics(List.of("events"))
          .allTopicNames()
          .get(30, TimeUnit.SECONDS)
          .get("events")
          .partitions()
          .get(0)
          .replicas()
          .size();
    }
  }

  private static Producer<String, byte[]> producer(KafkaCluster kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "request.timeout.ms", 5000),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** To every partition, acknowledged by all brokers in sync. */
  private static void send(Producer<String, byte[]> producer) throws Exception {
    for (int partition = 0; partition < 4; partition++) {
      producer
          .send(new ProducerRecord<>("events", partition, "key", new byte[100]))
          .get(60, TimeUnit.SECONDS);
    }
  }
}
