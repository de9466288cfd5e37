package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.simulate.kafka.Chance;
import io.tallyman.simulate.kafka.GroupProtocol;
import io.tallyman.simulate.kafka.GroupSettings;
import io.tallyman.simulate.kafka.Notes;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.simulate.kafka.SimulatedGroup;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kafka's client keeps what it fetched for a paused partition, whatever becomes of the log. */
final class StaleRecordsTest {

  private static final int RECORDS = 400;
  private static final int SEEDS = 30;

  /** One host that reads one partition. */
  private static final class Bench {
    private final AtomicLong ticker = new AtomicLong();
    private final SimulatedTopic topic = new SimulatedTopic(Fruit.TOPIC, 1);
    private final StubStore store = new StubStore();
    private final SimulatedHost host;

    Bench(int seed, GroupProtocol protocol) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedGroup group =
          new SimulatedGroup(
              topic,
              GroupSettings.of(protocol),
              ticker::get,
              new Chance(random.split(), Notes.NONE));
      host =
          new SimulatedHost(
              new SimulatedHost.Setup(
                  "host",
                  1,
                  null,
                  new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20),
                  new StartFrom.Earliest()),
              new SimulatedHost.World(
                  group,
                  Fruit.engine(),
                  store,
                  Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                  ticker::get,
                  random.split()));
    }

    PartitionLog log() {
      return topic.log(0);
    }

    void append(String value) {
      for (int i = 0; i < RECORDS; i++) {
        log().append(value.getBytes(StandardCharsets.UTF_8), 1_767_225_600_000L);
      }
    }

    long stored() {
      return store.next(Fruit.partition(0));
    }

    boolean isStopped() {
      return host.partitions().stream()
          .anyMatch(each -> each.state() == PartitionStatus.State.STOPPED);
    }

    void moment() {
      ticker.addAndGet(Duration.ofMillis(100).toNanos());
      host.heartbeat();
      host.turnSight();
      host.turnLane(0);
      while (host.hasTask()) {
        host.turnWriter();
      }
    }

    void moments() {
      for (int i = 0; i < 30; i++) {
        moment();
      }
    }

    void momentsUntil(BooleanSupplier condition) {
      for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
        moment();
      }
      assertThat(condition.getAsBoolean()).isTrue();
    }

    long counted(String country) {
      return store
          .cells()
          .getOrDefault(country, new StubStore.Counted(0, BigDecimal.ZERO))
          .records();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountTheLogAsItIsOnceAnOperatorHasAcceptedThatItWasTruncated(GroupProtocol protocol) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Bench bench = new Bench(seed, protocol);
      bench.append("old 1");
      bench.momentsUntil(() -> bench.stored() >= 20);
      bench.host.toggles().pause(Fruit.SOURCE, OptionalInt.empty(), "");
      bench.moments();
      bench.log().truncate(10);
      bench.append("new 1");
      bench.momentsUntil(bench::isStopped);

      long at = bench.stored();
      bench.store.place(Fruit.partition(0), bench.topic.id(), at); // the operator goes on there
      bench.host.toggles().resume(Fruit.SOURCE, OptionalInt.empty());
      bench.momentsUntil(() -> bench.stored() == bench.log().end());

      assertThat(bench.counted("new")).as("seed " + seed).isEqualTo(bench.log().end() - at);
    }
  }

  /** The store hands the new topic over at once: it was put back to what it knew long ago. */
  @ParameterizedTest
  @EnumSource
  void shouldCountTheTopicThatIsThereNowOnceItWasMadeAnew(GroupProtocol protocol) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Bench bench = new Bench(seed, protocol);
      bench.append("old 1");
      bench.momentsUntil(() -> bench.stored() >= 20);
      bench.host.toggles().pause(Fruit.SOURCE, OptionalInt.empty(), "");
      bench.moments();
      bench.topic.recreate(1);
      bench.append("new 1");

      long at = bench.stored();
      bench.store.place(Fruit.partition(0), bench.topic.id(), at);
      bench.moments(); // the topic is seen, and claimed
      bench.host.toggles().resume(Fruit.SOURCE, OptionalInt.empty());
      bench.momentsUntil(() -> bench.stored() == bench.log().end());

      assertThat(bench.counted("new")).as("seed " + seed).isEqualTo(bench.log().end() - at);
      assertThat(bench.counted("old")).as("seed " + seed).isEqualTo(at);
    }
  }
}
