package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.log.CapturedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** A lane and a writer that are turned by hand. */
final class LaneTurnsTest {

  private final AtomicLong ticker = new AtomicLong();
  private final StubSight sight = new StubSight(ticker);
  private final StubStore store = new StubStore();
  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private final Writer writer = new Writer(store, "bench", metrics, ticker::get, new Random(1));
  private final Writer.Shift shift = writer.new Shift();
  private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private final LaneBench.Log log = new LaneBench.Log(1);

  private final LaneTurns lane =
      new LaneTurns(
          "fruit-0",
          Fruit.engine(),
          () -> {
            consumers.add(new MockConsumer<>("none"));
            return last();
          },
          sight,
          new LaneSurroundings(
              writer,
              new ConsumerToggles(),
              new RollupToggles(),
              new LaneTuning(
                  LaneValues.of(new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20))),
              budget,
              metrics,
              clock,
              ticker::get,
              new Random(2)));

  private MockConsumer<byte[], byte[]> last() {
    return consumers.get(consumers.size() - 1);
  }

  private Duration turn() {
    ticker.addAndGet(Duration.ofMillis(10).toNanos());
    return lane.turn(Duration.ZERO, loop -> {});
  }

  /** The lane counts partition 0, in which there are two records that nothing has written yet. */
  private void readTwoRecords() {
    log.append(0, "de 1", "de 2");
    sight.log(0, 0, 2);
    turn();
    last().schedulePollTask(() -> last().rebalance(List.of(Fruit.kafka(0))));
    turn();
    turn();
    shift.turn();
    last().schedulePollTask(() -> log.serve(last(), 1_000));
    turn();
    assertThat(budget.used()).isPositive();
  }

  @Test
  void shouldNotLogMoreRejectedRecordsBecauseItTakesNewConsumers() {
    log.append(0, "bad", "bad", "bad");
    sight.log(0, 0, 3);
    try (CapturedLog rejects = CapturedLog.of(RejectLog.class)) {
      for (int consumer = 1; consumer <= 4; consumer++) {
        turn();
        last().schedulePollTask(() -> last().rebalance(List.of(Fruit.kafka(0))));
        turn();
        turn();
        shift.turn();
        last().schedulePollTask(() -> log.serve(last(), 1_000));
        turn();
        last().setPollException(new KafkaException("the end"));
        turn();
        assertThat(consumers).hasSize(consumer);
      }

      assertThat(rejects.lines()).hasSize(5);
    }
  }

  @Test
  void shouldTakeANewConsumerAfterAPauseWhenOneFails() {
    readTwoRecords();
    MockConsumer<byte[], byte[]> first = last();
    first.setPollException(new KafkaException("the end"));

    assertThat(turn()).isPositive();
    assertThat(lane.failure()).hasMessage("the end");
    assertThat(first.closed()).isTrue();
    assertThat(budget.used()).isZero();
    assertThat(lane.status().partitions()).isEmpty();

    assertThat(turn()).isZero();
    assertThat(last()).isNotSameAs(first);
    assertThat(last().subscription()).containsExactly(Fruit.TOPIC);
  }

  @Test
  void shouldForgetAFailureOnceANewConsumerHasSettled() {
    turn();
    last().setPollException(new KafkaException("the end"));
    turn();
    turn();
    assertThat(lane.failure()).isNotNull();

    ticker.addAndGet(Duration.ofSeconds(16).toNanos());
    turn();

    assertThat(lane.failure()).isNull();
  }

  /** Brokers that can't agree on which topic it is, for one. */
  @Test
  void shouldCallItAFailureWhereOneConsumerAfterTheOtherIsStale() {
    for (int i = 0; i < 6; i++) {
      assertThat(lane.failure()).isNull();
      turn();
      last().schedulePollTask(() -> last().rebalance(List.of(Fruit.kafka(0))));
      turn();
      turn();
      sight.recreate(new UUID(7, i));
      sight.log(0, 0, 0);
      sight.lookSoon();
      assertThat(turn()).matches(pause -> pause.isZero() == (consumers.size() < 6));
      assertThat(last().closed()).isTrue();
    }

    assertThat(lane.failure()).isInstanceOf(StaleConsumer.class);
    turn();
    ticker.addAndGet(Duration.ofSeconds(16).toNanos());
    turn();
    assertThat(lane.failure()).isNull();
  }

  @Test
  void shouldTakeAnErrorOfWhatIsDoneAfterwardsForAFailure() {
    Duration pause =
        lane.turn(
            Duration.ZERO,
            loop -> {
              throw new IllegalStateException("a bug");
            });

    assertThat(pause).isPositive();
    assertThat(last().closed()).isTrue();
  }

  @Test
  void shouldEndATurnWithoutAFailureWhenItIsWokenUp() {
    turn();
    lane.wakeUp();

    assertThat(turn()).isZero();
    assertThat(lane.failure()).isNull();
    assertThat(last().closed()).isFalse();
  }

  @Test
  void shouldSayThatItStopsOnlyWhereSomebodyStopsIt() {
    turn();
    try (CapturedLog log = CapturedLog.of(LaneTurns.class)) {
      last().wakeup();
      turn();
      lane.wakeUp();
      turn();

      assertThat(log.lines()).extracting(CapturedLog.Line::message).hasSize(2);
      assertThat(log.lines().get(0).message()).doesNotContain("stop");
      assertThat(log.lines().get(1).message()).endsWith("was woken up to stop");
    }
  }

  @Test
  void shouldFinishTurnByTurn() {
    readTwoRecords();
    lane.sealRest();
    assertThat(lane.settles()).isTrue();
    assertThat(shift.turn()).isZero();
    assertThat(lane.settles()).isFalse();
    lane.letGo();

    assertThat(store.next(Fruit.partition(0))).isEqualTo(2);
    assertThat(last().closed()).isTrue();
  }

  @Test
  void shouldNotWaitForWhatIsOfAnotherTopicByNow() {
    readTwoRecords();
    sight.recreate(new UUID(5, 5));
    lane.sealRest();

    assertThat(lane.settles()).isFalse();
    assertThat(shift.turn()).isNull();
    assertThat(store.next(Fruit.partition(0))).isZero();
  }

  @Test
  void shouldTellHowLongToPauseBeforeATaskIsTriedAgain() {
    store.failNext(2);
    writer.submit(new WriterTask.Look(Fruit.partition(0), Fruit.TOPIC_ID, look -> {}));

    assertThat(shift.turn()).isPositive();
    assertThat(shift.turn()).isPositive();
    assertThat(shift.turn()).isZero();
    assertThat(shift.turn()).isNull();
  }
}
