package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Purchases.Move;
import io.tallyman.rollup.StoredContents.CellName;
import io.tallyman.rollup.StoredContents.CellValues;
import io.tallyman.rollup.StoredContents.LedgerLine;
import io.tallyman.rollup.StoredContents.Letter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RollupStore} does, whatever it keeps its data in. */
public abstract class RollupStoreContract {

  private static final int ROUNDS = 60;

  private Purchases purchases;

  /** The store as one host has it. */
  protected abstract RollupStore store();

  /** The same store as another host has it. */
  protected abstract RollupStore otherHost();

  /** What the store holds. */
  protected abstract StoredContents contents();

  /** Makes the tables of these rollups. */
  protected abstract void prepare(List<RollupTable> tables);

  @BeforeEach
  void prepare() {
    purchases = new Purchases("p" + UUID.randomUUID().toString().substring(0, 8));
    prepare(List.of(purchases.byCountry(), purchases.total()));
  }

  /** The source of this test. */
  protected Purchases purchases() {
    return purchases;
  }

  @Test
  void shouldStartAPartitionThatHasNoPositionAtZero() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");

    assertThat(claim.nextOffset()).isZero();
    assertThat(claim.leaderEpoch()).isEmpty();
    assertThat(claim.ownerEpoch()).isPositive();
  }

  @Test
  void shouldStartWhereTheSourceWasEnrolled() {
    store().enroll(purchases.source(), "purchases", purchases.topicId(), Map.of(0, 100L, 1, 200L));

    assertThat(purchases.claim(store(), 0, "a").nextOffset()).isEqualTo(100);
    assertThat(purchases.claim(store(), 1, "a").nextOffset()).isEqualTo(200);
    assertThat(purchases.claim(store(), 2, "a").nextOffset()).isZero();
  }

  @Test
  void shouldEnrollASourceOnce() {
    enroll(store(), 100);
    enroll(otherHost(), 300);

    assertThat(purchases.claim(store(), 0, "a").nextOffset()).isEqualTo(100);
  }

  @Test
  void shouldLetOneOfSeveralHostsDecideWhereASourceStarts() throws Exception {
    together(() -> enroll(store(), 100), () -> enroll(otherHost(), 300));

    long first = purchases.claim(store(), 0, "a").nextOffset();
    assertThat(first).isIn(100L, 300L);
    for (int partition = 1; partition < 8; partition++) {
      assertThat(purchases.claim(store(), partition, "a").nextOffset()).isEqualTo(first);
    }
  }

  private @Nullable Object enroll(RollupStore store, long offset) {
    Map<Integer, Long> offsets = new java.util.HashMap<>();
    for (int partition = 0; partition < 8; partition++) {
      offsets.put(partition, offset);
    }
    store.enroll(purchases.source(), "purchases", purchases.topicId(), offsets);
    return null;
  }

  @Test
  void shouldIssueALargerEpochWithEveryClaim() {
    long first = purchases.claim(store(), 0, "a").ownerEpoch();
    long second = purchases.claim(otherHost(), 0, "b").ownerEpoch();
    long third = purchases.claim(store(), 0, "a").ownerEpoch();

    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseToClaimAPositionOfAnotherTopicOfThatName() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    store().write(purchases.batch(0, claim, Purchases.cell("de", 5)));

    Claim other = otherHost().claim(purchases.partition(0), UUID.randomUUID(), "b");

    assertThat(other).isEqualTo(new Claim.OtherTopic(purchases.topicId(), 5));
    assertThat(store().write(purchases.batch(0, next(claim, 5), Purchases.cell("de", 1))))
        .isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldWriteABatch() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");

    WriteOutcome outcome =
        store()
            .write(
                purchases.batchOfBoth(
                    List.of(new Move(0, claim, 5, 2, 3)),
                    List.of(Purchases.cell("de", 4), Purchases.cell("fr", 1))));

    assertThat(outcome).isEqualTo(new WriteOutcome.Written());
    assertThat(records(purchases.byCountry())).isEqualTo(5);
    assertThat(records(purchases.total())).isEqualTo(5);
    assertThat(contents().ledger(purchases.byCountry()))
        .containsExactly(
            new LedgerLine(0, new OffsetRange(0, 10), 7, 3, new Outcomes(5, 0, 0, 0, 0, 2)));
    assertThat(contents().ledger(purchases.total())).hasSize(1);
    assertThat(contents().deadLetters(purchases.source()))
        .containsExactly(new Letter(0, 5, "malformed"), new Letter(0, 6, "malformed"));
    assertThat(contents().standing(purchases.partition(0)).nextOffset()).isEqualTo(10);
  }

  @Test
  void shouldGoOnWhereTheLastBatchEnded() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    store().write(purchases.batch(0, claim, Purchases.cell("de", 5)));

    Claim.Granted again = purchases.claim(otherHost(), 0, "b");

    assertThat(again.nextOffset()).isEqualTo(5);
    assertThat(again.leaderEpoch()).hasValue(7);
  }

  @Test
  void shouldFenceAnEarlierOwner() {
    Claim.Granted old = purchases.claim(store(), 0, "a");
    purchases.claim(otherHost(), 0, "b");

    WriteOutcome outcome = store().write(purchases.batch(0, old, Purchases.cell("de", 5)));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(0))));
    assertNothingStored();
  }

  @Test
  void shouldFenceABatchThatBeginsElsewhere() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");

    WriteOutcome outcome =
        store().write(purchases.batch(0, next(claim, 3), Purchases.cell("de", 5)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Fenced.class);
    assertNothingStored();
  }

  @Test
  void shouldFenceAPartitionThatNobodyClaimed() {
    Claim.Granted made = new Claim.Granted(0, OptionalInt.empty(), 1);

    WriteOutcome outcome = store().write(purchases.batch(3, made, Purchases.cell("de", 5)));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(3))));
  }

  @Test
  void shouldWriteAllPartitionsOfABatchOrNone() {
    Claim.Granted zero = purchases.claim(store(), 0, "a");
    Claim.Granted one = purchases.claim(store(), 1, "a");
    Claim.Granted two = purchases.claim(store(), 2, "a");
    purchases.claim(otherHost(), 1, "b");
    List<Move> moves = List.of(Move.of(0, zero, 2), new Move(1, one, 2, 1, 0), Move.of(2, two, 2));

    WriteOutcome outcome =
        store().write(purchases.batchOfBoth(moves, List.of(Purchases.cell("de", 6))));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases.partition(1))));
    assertNothingStored();
    assertThat(store().write(purchases.batch(0, zero, Purchases.cell("de", 2))))
        .as("a partition that isn't fenced is still ours")
        .isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldNotWriteABatchTwice() {
    Claim.Granted zero = purchases.claim(store(), 0, "a");
    Claim.Granted one = purchases.claim(store(), 1, "a");
    Batch batch =
        purchases.batchOfBoth(
            List.of(new Move(0, zero, 3, 1, 0), Move.of(1, one, 2)),
            List.of(Purchases.cell("de", 5)));

    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());

    assertThat(records(purchases.byCountry())).isEqualTo(5);
    assertThat(contents().deadLetters(purchases.source())).hasSize(1);
    assertBalance(purchases.byCountry());
  }

  @Test
  void shouldKnowABatchThatIsWrittenThoughAPartitionHasAnotherOwnerByNow() {
    Claim.Granted zero = purchases.claim(store(), 0, "a");
    Claim.Granted one = purchases.claim(store(), 1, "a");
    Batch batch =
        purchases.batch(
            List.of(Move.of(0, zero, 3), Move.of(1, one, 2)), List.of(Purchases.cell("de", 5)));
    store().write(batch);
    purchases.claim(otherHost(), 0, "b");

    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(records(purchases.byCountry())).isEqualTo(5);
  }

  @Test
  void shouldTakeNullForNothingInEveryMerge() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    Cell empty = Purchases.cell("de", 1, null, null, null, null);
    Cell full = Purchases.cell("de", 1, new BigDecimal("0.1000"), 0.25, new BigDecimal("3.50"), 7L);
    Cell more =
        Purchases.cell("de", 1, new BigDecimal("0.2000"), 0.5, new BigDecimal("-1.00"), -9L);

    store().write(purchases.batch(0, claim, empty));
    assertThat(measures("de")).isEqualTo(Arrays.asList(1L, null, null, null, null));
    store().write(purchases.batch(0, next(claim, 1), full));
    assertThat(measures("de"))
        .isEqualTo(List.of(2L, new BigDecimal("0.1000"), 0.25, new BigDecimal("3.50"), 7L));
    store().write(purchases.batch(0, next(claim, 2), empty));
    store().write(purchases.batch(0, next(claim, 3), more));

    assertThat(measures("de"))
        .isEqualTo(List.of(4L, new BigDecimal("0.3000"), 0.75, new BigDecimal("-1.00"), 7L));
  }

  @Test
  void shouldAddDecimalsExactly() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    BigDecimal large = new BigDecimal("123456789012345678901234567890123456.0001");
    for (int i = 0; i < 3; i++) {
      store()
          .write(
              purchases.batch(0, next(claim, i), Purchases.cell("de", 1, large, null, null, null)));
    }

    assertThat(measures("de").get(1))
        .isEqualTo(new BigDecimal("370370367037037036703703703670370368.0003"));
  }

  @Test
  void shouldKeepDifferentTextsApart() {
    List<@Nullable String> countries =
        Arrays.asList("de", "DE", "a", "a ", "é", "e", "e\u0301", "😀", "", null, "\u0000");
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    Cell[] cells =
        countries.stream().map(country -> Purchases.cell(country, 1)).toArray(Cell[]::new);

    store().write(purchases.batch(0, claim, cells));
    store().write(purchases.batch(0, next(claim, cells.length), cells));

    Map<CellName, CellValues> stored = contents().cells(purchases.byCountry());
    assertThat(stored.keySet().stream().map(name -> name.dimensions().get(0)))
        .containsExactlyInAnyOrderElementsOf(countries);
    assertThat(stored.values()).allMatch(values -> values.records() == 2);
  }

  @Test
  void shouldGrowTheLedgerInPlace() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");

    store()
        .write(
            purchases.batch(
                List.of(new Move(0, claim, 3, 1, 2)), List.of(Purchases.cell("de", 3))));
    store().write(purchases.batch(0, next(claim, 6), Purchases.cell("de", 4)));

    assertThat(contents().ledger(purchases.byCountry()))
        .containsExactly(
            new LedgerLine(0, new OffsetRange(0, 10), 8, 2, new Outcomes(7, 0, 0, 0, 0, 1)));
  }

  @Test
  void shouldMoveOnlyTheTimeWhileNothingComes() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    Instant late = Instant.parse("2026-11-20T12:00:00.123Z");
    store().write(purchases.batch(0, claim, Purchases.cell("de", 5)));
    Claim.Granted after = next(claim, 5);

    assertThat(store().write(purchases.idle(0, after, late))).isEqualTo(new WriteOutcome.Written());
    assertThat(store().write(purchases.idle(0, after, late)))
        .as("the same again")
        .isEqualTo(new WriteOutcome.Written());
    store().write(purchases.idle(0, after, late.minusSeconds(60)));

    assertThat(contents().standing(purchases.partition(0)))
        .isEqualTo(new StoredContents.Standing(5, OptionalInt.of(7), late));
    assertThat(contents().ledger(purchases.byCountry())).hasSize(1);
  }

  @Test
  void shouldFenceTheTimeToo() {
    Claim.Granted old = purchases.claim(store(), 0, "a");
    purchases.claim(otherHost(), 0, "b");

    WriteOutcome outcome = store().write(purchases.idle(0, old, Instant.EPOCH));

    assertThat(outcome).isInstanceOf(WriteOutcome.Fenced.class);
    assertThat(contents().standing(purchases.partition(0)).countedUntil()).isNull();
  }

  @Test
  void shouldRefuseDataThatItCantHoldAndStoreNothingOfTheBatch() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    List<Cell> cells =
        List.of(
            Purchases.cell("de", 2), Purchases.cell("x".repeat(256), 2), Purchases.cell("fr", 2));

    WriteOutcome outcome =
        store().write(purchases.batchOfBoth(List.of(new Move(0, claim, 6, 1, 0)), cells));

    assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
    assertNothingStored();
    assertThat(store().write(purchases.batch(0, claim, Purchases.cell("de", 2))))
        .as("the rest of the range may still be written")
        .isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldRefuseANumberThatIsTooLargeOrNone() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    BigDecimal tooLarge = new BigDecimal("1e11").setScale(2);

    assertThat(
            store()
                .write(
                    purchases.batch(0, claim, Purchases.cell("de", 1, null, null, tooLarge, 1L))))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(
            store()
                .write(
                    purchases.batch(
                        0, claim, Purchases.cell("de", 1, null, Double.NaN, null, null))))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertNothingStored();
  }

  @Test
  void shouldTakeADeadLetterWhateverItsTime() {
    Claim.Granted claim = purchases.claim(store(), 0, "a");
    List<DeadLetter> letters =
        List.of(
            purchases.letter(0, 0, Instant.MIN),
            purchases.letter(0, 1, Instant.ofEpochMilli(-1)),
            purchases.letter(0, 2, Instant.ofEpochMilli(Long.MAX_VALUE)));
    Batch balanced = purchases.batch(List.of(new Move(0, claim, 0, 3, 0)), List.of());

    WriteOutcome outcome = store().write(new Batch(balanced.progress(), balanced.cells(), letters));

    assertThat(outcome).isEqualTo(new WriteOutcome.Written());
    assertThat(contents().deadLetters(purchases.source())).hasSize(3);
  }

  @Test
  void shouldWriteALossDownOnceAndLetItGrow() {
    Loss loss = loss(10, 20);

    store().recordLoss(loss);
    otherHost().recordLoss(loss);
    store().recordLoss(loss(10, 30));
    store().recordLoss(loss(10, 25));

    assertThat(contents().losses(purchases.source())).containsExactly(loss(10, 30));
  }

  private Loss loss(long first, long next) {
    return new Loss(
        purchases.partition(0),
        purchases.topicId(),
        new OffsetRange(first, next),
        Loss.Kind.RETENTION,
        "retention overtook it at " + next);
  }

  @Test
  void shouldCountExactlyWhileTwoHostsAddToTheSameCells() throws Exception {
    together(() -> addOwnPartitions(store(), 0), () -> addOwnPartitions(otherHost(), 2));

    assertThat(records(purchases.byCountry())).isEqualTo(2 * ROUNDS * 30);
    assertThat(revenue(purchases.byCountry())).isEqualTo(BigDecimal.valueOf(2 * ROUNDS * 30, 4));
    assertBalance(purchases.byCountry());
    assertBalance(purchases.total());
  }

  private @Nullable Object addOwnPartitions(RollupStore store, int first) {
    Claim.Granted one = purchases.claim(store, first, "host " + first);
    Claim.Granted two = purchases.claim(store, first + 1, "host " + first);
    for (int round = 0; round < ROUNDS; round++) {
      Batch batch =
          purchases.batchOfBoth(
              List.of(
                  Move.of(first, next(one, round * 10L), 10),
                  Move.of(first + 1, next(two, round * 20L), 20)),
              hotCells(30));
      assertThat(persistently(store, batch)).isEqualTo(new WriteOutcome.Written());
    }
    return null;
  }

  @Test
  void shouldCountExactlyWhileTwoHostsTakeAPartitionFromEachOther() throws Exception {
    together(() -> fightFor(store(), "a"), () -> fightFor(otherHost(), "b"));

    long counted = contents().standing(purchases.partition(0)).nextOffset();
    assertThat(counted).isPositive();
    assertThat(records(purchases.byCountry())).isEqualTo(counted);
    assertThat(contents().ledger(purchases.byCountry())).hasSize(1);
    assertBalance(purchases.byCountry());
  }

  private @Nullable Object fightFor(RollupStore store, String owner) {
    for (int round = 0; round < ROUNDS / 3; round++) {
      Claim.Granted claim = purchases.claim(store, 0, owner);
      for (long moved = 0; moved < 30; moved += 10) {
        Batch batch = purchases.batch(List.of(Move.of(0, next(claim, moved), 10)), hotCells(10));
        if (persistently(store, batch) instanceof WriteOutcome.Fenced) {
          break;
        }
      }
    }
    return null;
  }

  private static List<Cell> hotCells(int cells) {
    List<Cell> hot = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      hot.add(Purchases.cell("country " + i, 1));
    }
    return hot;
  }

  /** Writes as a lane does: the same batch again, until the answer is known. */
  private static WriteOutcome persistently(RollupStore store, Batch batch) {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        return store.write(batch);
      } catch (StoreUnavailable e) {
        Thread.onSpinWait(); // busy or deadlocked: again
      }
    }
    throw new AssertionError("100 attempts weren't enough");
  }

  private static void together(Callable<?> one, Callable<?> other) throws Exception {
    ExecutorService hosts = Executors.newFixedThreadPool(2);
    try {
      for (Future<?> future : hosts.invokeAll(List.<Callable<Object>>of(one::call, other::call))) {
        future.get(60, TimeUnit.SECONDS);
      }
    } finally {
      hosts.shutdownNow();
    }
  }

  /** The claim after so many offsets were written under it. */
  protected static Claim.Granted next(Claim.Granted claim, long offsets) {
    return new Claim.Granted(claim.nextOffset() + offsets, claim.leaderEpoch(), claim.ownerEpoch());
  }

  /** How many records the cells hold. */
  protected long records(RollupTable table) {
    return contents().cells(table).values().stream().mapToLong(CellValues::records).sum();
  }

  private BigDecimal revenue(RollupTable table) {
    return contents().cells(table).values().stream()
        .map(values -> (BigDecimal) values.measures().get(1))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<@Nullable Object> measures(String country) {
    return contents()
        .cells(purchases.byCountry())
        .get(new CellName(Purchases.MIDNIGHT, List.of(country)))
        .measures();
  }

  private void assertNothingStored() {
    assertThat(contents().cells(purchases.byCountry())).isEmpty();
    assertThat(contents().cells(purchases.total())).isEmpty();
    assertThat(contents().ledger(purchases.byCountry())).isEmpty();
    assertThat(contents().deadLetters(purchases.source())).isEmpty();
    SourcePartition partition = purchases.partition(0);
    assertThat(contents().standing(partition).nextOffset()).isZero();
  }

  /** Both checks of the ledger, and that the cells hold what it has counted. */
  protected void assertBalance(RollupTable table) {
    List<LedgerLine> lines = contents().ledger(table);
    assertThat(lines)
        .allMatch(line -> line.range().length() == line.served() + line.absent())
        .allMatch(line -> line.served() == line.outcomes().total());
    assertThat(lines.stream().mapToLong(line -> line.outcomes().counted()).sum())
        .isEqualTo(records(table));
  }
}
