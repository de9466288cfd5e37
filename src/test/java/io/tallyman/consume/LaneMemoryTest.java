package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much lanes hold, and for how long: their one budget, and how flushes set their pace. */
@Timeout(60)
final class LaneMemoryTest {

  private static final int CELLS = 200;
  private static final Duration BEFORE_ITS_TIME = Duration.ofMillis(800);

  private final LaneBench.Log log = new LaneBench.Log(2);
  private final StubStore store = new StubStore();
  private final MemoryBudget budget = new MemoryBudget(16 << 10);
  private final LaneBench one = new LaneBench(log, store, budget);
  private final LaneBench other = new LaneBench(log, store, budget);

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static void begin(LaneBench bench, int partition) {
    bench.assign(partition);
    bench.turnUntil(() -> bench.state(partition) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.turnSoonUntil(() -> !bench.loop.settles());
  }

  private void appendCells(int partition) {
    IntStream.range(0, CELLS).forEach(i -> log.append(partition, "country" + i + " 1"));
  }

  @Test
  void shouldHandABatchOverBeforeItsTimeWhenTheBudgetIsUsedUp() {
    begin(one, 0);
    long began = one.ticker.get();
    appendCells(0);
    one.turnSoonUntil(() -> store.next(Fruit.partition(0)) == CELLS);

    assertThat(one.ticker.get() - began).isLessThan(BEFORE_ITS_TIME.toNanos());
    one.turnUntil(() -> budget.used() == 0);
  }

  @Test
  void shouldHandABatchOverWhenAnotherLaneHasUsedTheBudgetUp() {
    begin(one, 0);
    begin(other, 1);
    one.freeze();
    appendCells(0);
    one.turnSoonUntil(one::hasHandedOver);
    long began = other.ticker.get();
    log.append(1, "de 1");
    other.turnSoonUntil(() -> store.next(Fruit.partition(1)) == 1);

    assertThat(other.ticker.get() - began).isLessThan(BEFORE_ITS_TIME.toNanos());
    one.thaw();
    one.turnUntil(() -> budget.used() == 0);
  }

  @Test
  void shouldWriteLessOftenWhenFlushesTakeLong() {
    begin(one, 0);
    store.setMeanwhile(() -> one.ticker.addAndGet(Duration.ofSeconds(10).toNanos()));
    log.append(0, "de 1");
    one.turnUntilStoredUpTo(0, 1);
    store.setMeanwhile(() -> {});
    one.beginAFreshBatch();
    one.turnSoonUntil(() -> !one.loop.settles());
    log.append(0, "de 2");
    one.turnLater();
    one.turnLater();
    one.turnSoonUntil(() -> !one.loop.settles());
    assertThat(store.calls()).as("four seconds later").filteredOn("write 1"::equals).hasSize(1);

    one.turnUntilStoredUpTo(0, 2);
  }
}
