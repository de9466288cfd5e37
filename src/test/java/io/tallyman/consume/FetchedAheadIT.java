package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.KafkaCluster;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Kafka's consumer has fetched ahead of a partition that is held back isn't counted once the
 * log is another one; on real brokers, where {@link StaleRecordsTest} has the model of them.
 */
@Timeout(240)
final class FetchedAheadIT {

  private static final int LEADER = 1;
  private static final int FOLLOWER = 2;

  @TempDir static Path folder;

  private static KafkaCluster kafka;

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /**
   * The client serves what it has of the old leader, and goes on behind it at the new one. By then
   * the old records are counted; so that they are no more has to be written down.
   */
  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldTellWhatAnElectionTookAwayWhileItWasHeldBack(String protocol) throws Exception {
    try (RealLane lane = new RealLane(kafka.bootstrapServers(), "elected-" + protocol, protocol)) {
      lane.createTopic(List.of(LEADER, FOLLOWER));
      lane.append("old 1", 50);
      kafka.stopBroker(FOLLOWER);
      lane.append("old 1", 50); // the leader alone has them
      lane.pauseAt(40);
      kafka.stopBroker(LEADER);
      kafka.startBroker(FOLLOWER);
      lane.append("new 1", 100);
      lane.turn(40); // so that the client hears of the new leader
      lane.look();
      lane.resume();
      lane.turnUntil(() -> !lane.store.losses().isEmpty());

      Loss loss = lane.store.losses().get(0);
      assertThat(loss.kind()).isEqualTo(Loss.Kind.TRUNCATION);
      assertThat(loss.range().first()).isEqualTo(50);
      assertThat(lane.stored()).isEqualTo(loss.range().next());
      lane.store.place(lane.partition(), loss.topicId(), loss.range().next());
      lane.turnUntil(() -> lane.stored() == 150);
      assertThat(lane.counted("old")).isEqualTo(loss.range().next());
      assertThat(lane.counted("new")).isEqualTo(new OffsetRange(loss.range().next(), 150).length());
    } finally {
      kafka.startBroker(LEADER);
      kafka.awaitReady(Duration.ofSeconds(60));
    }
  }

  /** What the client had fetched ends where the new log ends: only the leader's epoch tells. */
  @Test
  void shouldTellWhatAnElectionTookAwayThoughNobodyWritesAnyMore() throws Exception {
    try (RealLane lane = new RealLane(kafka.bootstrapServers(), "at-rest", "consumer")) {
      lane.createTopic(List.of(LEADER, FOLLOWER));
      lane.append("old 1", 50);
      kafka.stopBroker(FOLLOWER);
      lane.append("old 1", 50);
      lane.pauseAt(40);
      kafka.stopBroker(LEADER);
      kafka.startBroker(FOLLOWER);
      lane.append("new 1", 50);
      lane.turn(40);
      lane.resume();
      lane.turnUntil(() -> lane.stored() == 100);
      lane.turn(20);
      assertThat(lane.store.losses()).isEmpty();

      lane.look();
      lane.turnUntil(() -> !lane.store.losses().isEmpty());

      assertThat(lane.store.losses().get(0).range()).isEqualTo(new OffsetRange(50, 100));
    } finally {
      kafka.startBroker(LEADER);
      kafka.awaitReady(Duration.ofSeconds(60));
    }
  }

  /** The store hands the new topic over at once: it was put back to what it knew long ago. */
  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldCountTheTopicThatIsThereNowOnceItWasMadeAnew(String protocol) throws Exception {
    try (RealLane lane = new RealLane(kafka.bootstrapServers(), "anew-" + protocol, protocol)) {
      lane.createTopic(List.of(LEADER));
      lane.append("old 1", 100);
      lane.pauseAt(40);
      lane.deleteTopic();
      lane.createTopic(List.of(LEADER));
      lane.append("new 1", 100);
      lane.store.place(lane.partition(), lane.sight.identity().orElseThrow().topicId(), 40);
      lane.turn(40);
      lane.resume();
      lane.turnUntil(() -> lane.stored() == 100);

      assertThat(lane.counted("old")).isEqualTo(40);
      assertThat(lane.counted("new")).isEqualTo(60);
      assertThat(lane.store.losses()).isEmpty();
    }
  }
}
