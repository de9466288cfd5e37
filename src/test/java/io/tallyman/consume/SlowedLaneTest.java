package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator changes of lanes that run: how fast they read, and how they flush. */
@Timeout(60)
final class SlowedLaneTest {

  private static final int RECORDS = 300;

  private final LaneBench.Log log = new LaneBench.Log(2);
  private final StubStore store = new StubStore();
  private final LaneTuning tuning = new LaneTuning(LaneValues.of(LaneBench.FLUSH));
  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final LaneBench one = new LaneBench(log, store, budget, tuning);
  private final LaneBench other = new LaneBench(log, store, budget, tuning);

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private void setRate(int perSecond) {
    tuning.replace(
        LaneValues.of(LaneBench.FLUSH).withEventsPerSecond(Map.of(Fruit.SOURCE, perSecond)));
  }

  private static void begin(LaneBench bench, int partition) {
    bench.assign(partition);
    bench.turnUntil(() -> bench.state(partition) == PartitionStatus.State.COUNTING);
    bench.setPerPoll(10);
  }

  private void append(int partition) {
    IntStream.range(0, RECORDS).forEach(i -> log.append(partition, "de 1"));
  }

  /** Turns both, so that their clocks go alike, until both partitions are read; for how long. */
  private Duration timeToRead() {
    long began = one.ticker.get();
    while (position(one, 0) < RECORDS || position(other, 1) < RECORDS) {
      one.turn();
      other.ticker.set(one.ticker.get() - Duration.ofMillis(10).toNanos());
      other.turn();
    }
    return Duration.ofNanos(one.ticker.get() - began);
  }

  private static long position(LaneBench bench, int partition) {
    return bench.consumer.position(Fruit.kafka(partition));
  }

  @Test
  void shouldShareTheRateOfTheirSourceAndReadAllOfItOnce() {
    begin(one, 0);
    begin(other, 1);
    setRate(50);
    append(0);
    append(1);

    assertThat(timeToRead()).isBetween(Duration.ofMillis(10_500), Duration.ofMillis(13_000));
    one.turnUntilStoredUpTo(0, RECORDS);
    other.turnUntilStoredUpTo(1, RECORDS);
    assertThat(store.cells().get("de").records()).isEqualTo(2 * RECORDS);
  }

  @Test
  void shouldPollOnWhileItWaitsAndKeepItsPartitionThroughARebalance() {
    begin(one, 0);
    setRate(1);
    append(0);
    one.turnUntil(() -> one.consumer.paused().contains(Fruit.kafka(0)));
    long held = position(one, 0);

    for (int i = 0; i < 100; i++) {
      one.turn(); // each of which polls
    }
    one.assign(0, 1);
    one.turn();

    assertThat(position(one, 0)).isEqualTo(held);
    assertThat(one.consumer.paused()).contains(Fruit.kafka(0), Fruit.kafka(1));
    assertThat(one.state(0)).isEqualTo(PartitionStatus.State.COUNTING);
  }

  @Test
  void shouldNotCallAPartitionStalledThatIsOnlySlow() {
    begin(one, 0);
    setRate(1);
    one.setPerPoll(RECORDS / 2);
    append(0);
    one.look();
    one.turnUntilStoredUpTo(0, RECORDS / 2);
    for (int second = 0; second < 100; second++) {
      one.turnLater();
      assertThat(one.loop.stalled()).isEmpty();
    }
  }

  @Test
  void shouldGoOnAtFullSpeedWhenTheLimitIsTakenAway() {
    begin(one, 0);
    setRate(1);
    append(0);
    one.turnUntil(() -> one.consumer.paused().contains(Fruit.kafka(0)));

    tuning.replace(tuning.configured());
    long began = one.ticker.get();
    one.turnSoonUntil(() -> position(one, 0) == RECORDS);

    assertThat(Duration.ofNanos(one.ticker.get() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void shouldFlushByTheIntervalThatIsSetMeanwhile() {
    begin(one, 0);
    flush(Duration.ofMinutes(5), 1_000);
    one.beginAFreshBatch();
    one.turnSoonUntil(() -> !one.loop.settles());
    log.append(0, "de 1");
    for (int i = 0; i < 30; i++) {
      one.turnLater();
    }
    assertThat(store.next(Fruit.partition(0))).as("a minute later").isZero();

    flush(Duration.ofMillis(500), 1_000);
    one.turn();
    one.turnSoonUntil(() -> !one.loop.settles());
    assertThat(store.next(Fruit.partition(0))).isEqualTo(1);
  }

  @Test
  void shouldFlushByTheNumberOfCellsThatIsSetMeanwhile() {
    begin(one, 0);
    flush(Duration.ofMinutes(5), 3);
    one.beginAFreshBatch();
    log.append(0, "de 1", "fr 1");
    one.turnLater();
    one.turnLater();
    assertThat(store.next(Fruit.partition(0))).isZero();

    log.append(0, "it 1");
    one.turnSoonUntil(() -> store.next(Fruit.partition(0)) == 3);
  }

  private void flush(Duration interval, int maxCells) {
    tuning.replace(LaneValues.of(new FlushSettings(interval, maxCells, 1 << 20)));
  }
}
