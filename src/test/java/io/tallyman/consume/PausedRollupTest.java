package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane's batches hold while the one rollup of its source is paused. */
@Timeout(60)
final class PausedRollupTest {

  private static final String ROLLUP = Fruit.rollup().id().name();

  private final LaneBench bench = new LaneBench(1);
  private final StubStore store = bench.store;

  @AfterEach
  void close() {
    bench.close();
  }

  private void pause() {
    bench.rollups.replace(List.of(toggle(true, false)));
  }

  private void resume() {
    bench.rollups.replace(List.of());
  }

  private static RollupToggle toggle(boolean paused, boolean fleet) {
    return new RollupToggle(
        ROLLUP, paused, new Toggle.Origin(fleet, "ada", "", Instant.EPOCH, null));
  }

  /** What the ledger gets: the ranges that the rollup has counted. */
  private List<OffsetRange> ranges() {
    return store.written().stream()
        .flatMap(batch -> batch.progress().stream())
        .filter(moved -> !moved.range().isEmpty() && !moved.outcomes().isEmpty())
        .map(PartitionProgress::range)
        .toList();
  }

  private void assertCounted(long records, long quantity) {
    assertThat(store.cells().get("de"))
        .isEqualTo(new StubStore.Counted(records, BigDecimal.valueOf(quantity)));
  }

  @Test
  void shouldReadOnWithoutTheRollupAndLeaveAGapInItsLedger() {
    bench.log.append(0, "de 1", "de 2");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 2);

    pause();
    bench.log.append(0, "de 4", "garbage", "de 8");
    bench.turnUntilStoredUpTo(0, 5);
    assertCounted(2, 3);
    assertThat(store.letters()).as("of the record that no rollup can count").hasSize(1);

    resume();
    bench.log.append(0, "de 16");
    bench.turnUntilStoredUpTo(0, 6);
    assertCounted(3, 19);
    assertThat(ranges()).containsExactly(new OffsetRange(0, 2), new OffsetRange(5, 6));
  }

  @Test
  void shouldFinishTheBatchThatHasBegunAndHandItOverAtOnce() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.turnSoonUntil(() -> !bench.loop.settles());
    bench.log.append(0, "de 1");
    bench.turn();
    bench.turn();
    assertThat(store.next(Fruit.partition(0))).as("it isn't due yet").isZero();
    long paused = bench.ticker.get();

    pause();
    bench.turnSoonUntil(() -> store.next(Fruit.partition(0)) == 1);

    assertThat(bench.ticker.get() - paused).isLessThan(LaneBench.FLUSH.interval().toNanos() / 2);
    assertCounted(1, 1);
    bench.log.append(0, "de 2");
    bench.turnUntilStoredUpTo(0, 2);
    assertCounted(1, 1);
  }

  @Test
  void shouldLeaveItOutOfABatchThatWasEmptyWhenItWasPaused() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.turnSoonUntil(() -> !bench.loop.settles());
    bench.turn();

    pause();
    bench.log.append(0, "de 1");
    bench.turnUntilStoredUpTo(0, 1);

    assertThat(store.cells()).isEmpty();
    assertThat(ranges()).isEmpty();
  }

  @Test
  void shouldCountOnlyWhatWasReadAgainUnderTheNewWordWhereABatchFellBack() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.freeze();
    bench.log.append(0, "de 1");
    bench.turnLater();
    bench.turnLater(); // it is under way by now
    store.claimBySomebodyElse(Fruit.partition(0));
    pause();
    bench.thaw();
    bench.look();
    bench.turnUntilStoredUpTo(0, 1);

    assertThat(store.cells()).isEmpty();
    assertThat(ranges()).isEmpty();
    resume();
    bench.log.append(0, "de 2");
    bench.turnUntilStoredUpTo(0, 2);
    assertCounted(1, 2);
    assertThat(ranges()).containsExactly(new OffsetRange(1, 2));
  }

  @Test
  void shouldSayOfEachBatchWhatItCountsForAndNothingElse() {
    bench.log.append(0, "de 1");
    bench.assign(0);
    pause();
    bench.turnUntilStoredUpTo(0, 1);
    resume();
    bench.log.append(0, "de 2", "garbage");
    bench.turnUntilStoredUpTo(0, 3);

    assertThat(store.written().stream().filter(batch -> batch.served() > 0).map(Batch::progress))
        .extracting(progress -> progress.get(0).outcomes().get(Fruit.rollup().id()))
        .containsExactly(null, new Outcomes(1, 0, 0, 0, 0, 1));
  }

  @Test
  void shouldNotHandABatchOverEarlierForAWordThatChangesNothing() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    pause();
    bench.beginAFreshBatch();
    bench.turnSoonUntil(() -> !bench.loop.settles());
    bench.log.append(0, "de 1");
    bench.turn();
    bench.rollups.replace(List.of(toggle(true, true)));
    bench.turn();
    bench.turn();

    assertThat(store.next(Fruit.partition(0))).isZero();
  }

  /**
   * Whatever happens: the positions' ranges join, the ledger's are some of them, and the cells hold
   * just what stands in the ledger's.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void shouldCountWhatItsLedgerCoversAndNothingElseHoweverOftenItIsPaused(long seed) {
    Random random = new Random(seed);
    bench.assign(0);
    int appended = 0;
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(8)) {
        case 0 -> pause();
        case 1 -> resume();
        case 2 -> store.claimBySomebodyElse(Fruit.partition(0));
        case 3 -> store.failNext(random.nextInt(3));
        case 4 -> store.loseTheNextAnswer();
        case 5 -> bench.turnLater();
        default -> {
          bench.log.append(0, random.nextInt(10) == 0 ? "garbage" : "de " + ++appended);
          bench.look();
          bench.turn();
        }
      }
    }
    store.failNext(0);
    bench.turnUntilStoredUpTo(0, bench.log.end(0));

    assertThat(all().stream().mapToLong(OffsetRange::length).sum()).isEqualTo(bench.log.end(0));
    List<String> values = bench.log.values().toList();
    List<Long> covered =
        ranges().stream()
            .flatMapToLong(range -> LongStream.range(range.first(), range.next()))
            .boxed()
            .toList();
    assertThat(covered).doesNotHaveDuplicates();
    long quantity =
        covered.stream()
            .map(offset -> values.get(offset.intValue()))
            .filter(value -> value.startsWith("de "))
            .mapToLong(value -> Long.parseLong(value.substring(3)))
            .sum();
    StubStore.Counted counted =
        store.cells().getOrDefault("de", new StubStore.Counted(0, BigDecimal.ZERO));
    assertThat(counted.quantity()).isEqualByComparingTo(BigDecimal.valueOf(quantity));
    assertThat(store.letters()).hasSize((int) values.stream().filter("garbage"::equals).count());
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** The ranges that the position has passed. */
  private List<OffsetRange> all() {
    return store.written().stream()
        .flatMap(batch -> batch.progress().stream())
        .map(PartitionProgress::range)
        .toList();
  }

  @Test
  void shouldTakeTheWordForThisHostBeforeTheOneForTheFleet() {
    RollupToggles toggles = bench.rollups;
    toggles.replace(List.of(toggle(true, true), toggle(false, false)));
    assertThat(toggles.isPaused(ROLLUP)).isFalse();

    toggles.replace(List.of(toggle(true, false), toggle(false, true)));
    assertThat(toggles.isPaused(ROLLUP)).isTrue();
    assertThat(toggles.list())
        .extracting(RollupToggle::sentence)
        .containsExactly(
            "rollup by_country paused on this host since 1970-01-01T00:00:00Z by ada",
            "rollup by_country running on the fleet since 1970-01-01T00:00:00Z by ada");
  }
}
