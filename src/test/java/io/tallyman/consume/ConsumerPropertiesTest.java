package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsumerPropertiesTest {

  private static ConsumerProperties with(Map<String, String> properties) {
    return new ConsumerProperties(
        new KafkaSettings("broker:9092", "tallyman", Optional.of("host1"), properties));
  }

  private static List<Problem> problems(Map<String, String> properties) {
    List<Problem> problems = new ArrayList<>();
    with(properties).check(problems::add);
    return problems;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enable.auto.commit",
        "auto.offset.reset",
        "isolation.level",
        "allow.auto.create.topics",
        "key.deserializer",
        "value.deserializer"
      })
  void shouldRefuseWhatWouldBreakThePromisesAndWinAllTheSame(String key) {
    assertThat(problems(Map.of(key, "x")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("kafka.properties." + key))
        .satisfies(problem -> assertThat(problem.remedy()).isEqualTo("take it out"));
    assertThat(with(Map.of(key, "x")).consumer("a", "a-0").get(key)).isNotEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap.servers", "group.id", "group.instance.id"})
  void shouldRefuseWhatHasAKeyOfItsOwn(String key) {
    assertThat(problems(Map.of(key, "x")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).startsWith("set kafka."));
    assertThat(with(Map.of(key, "x")).consumer("a", "a-0").get(key)).isNotEqualTo("x");
  }

  @Test
  void shouldReportAllProblemsAtOnceInOrder() {
    assertThat(
            problems(
                Map.of(
                    "isolation.level", "read_uncommitted",
                    "enable.auto.commit", "true",
                    "group.protocol", "magic",
                    "fetch.min.bytes", "1")))
        .extracting(Problem::where)
        .containsExactly(
            "kafka.properties.enable.auto.commit",
            "kafka.properties.isolation.level",
            "kafka.properties.group.protocol");
  }

  @Test
  void shouldTakeWhateverElseKafkaTakes() {
    Map<String, String> properties = Map.of("max.poll.records", "7", "security.protocol", "SSL");

    assertThat(problems(properties)).isEmpty();
    assertThat(with(properties).consumer("a", "a-0"))
        .containsEntry("max.poll.records", "7")
        .containsEntry("security.protocol", "SSL");
  }

  @Test
  void shouldGiveEachLaneANameOfItsOwn() {
    assertThat(with(Map.of()).consumer("sales", "sales-1"))
        .containsEntry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092")
        .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "tallyman-sales")
        .containsEntry(ConsumerConfig.CLIENT_ID_CONFIG, "tallyman-sales-1")
        .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "host1-sales-1")
        .containsEntry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer")
        .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false")
        .doesNotContainKey(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
  }

  @Test
  void shouldNeedNoNameOfTheHost() {
    ConsumerProperties properties =
        new ConsumerProperties(
            new KafkaSettings("broker:9092", "tallyman", Optional.empty(), Map.of()));

    assertThat(properties.consumer("sales", "sales-1"))
        .doesNotContainKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
  }

  @Test
  void shouldRebalanceCooperativelyInTheClassicProtocol() {
    assertThat(problems(Map.of("group.protocol", "classic"))).isEmpty();
    assertThat(with(Map.of("group.protocol", "classic")).consumer("a", "a-0"))
        .containsEntry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic")
        .containsEntry(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
  }

  @Test
  void shouldGiveAnAdminClientOnlyWhatItKnows() {
    Map<String, Object> admin =
        with(Map.of("max.poll.records", "7", "security.protocol", "SSL")).admin("sales");

    assertThat(admin)
        .containsEntry("security.protocol", "SSL")
        .containsEntry(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092")
        .doesNotContainKey("max.poll.records");
    assertThat(AdminClientConfig.configNames()).containsAll(admin.keySet());
  }
}
