package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Purchases.Move;
import io.tallyman.rollup.StoredContents.LedgerLine;
import io.tallyman.rollup.StoredContents.Letter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How batches are written: whole, once, and only by the owner. */
abstract class WriteContract extends ClaimContract {

  @Test
  void shouldWriteABatch() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");

    WriteOutcome outcome =
        store()
            .write(
                purchases()
                    .batchOfBoth(
                        List.of(new Move(0, claim, 5, 2, 3)),
                        List.of(Purchases.cell("de", 4), Purchases.cell("fr", 1))));

    assertThat(outcome).isEqualTo(new WriteOutcome.Written());
    assertThat(records(purchases().byCountry())).isEqualTo(5);
    assertThat(records(purchases().total())).isEqualTo(5);
    assertThat(contents().ledger(purchases().byCountry()))
        .containsExactly(
            new LedgerLine(0, new OffsetRange(0, 10), 7, 3, new Outcomes(5, 0, 0, 0, 0, 2)));
    assertThat(contents().ledger(purchases().total())).hasSize(1);
    assertThat(contents().deadLetters(purchases().source()))
        .containsExactly(new Letter(0, 5, "malformed"), new Letter(0, 6, "malformed"));
    assertThat(contents().standing(purchases().partition(0)).nextOffset()).isEqualTo(10);
  }

  @Test
  void shouldGoOnWhereTheLastBatchEnded() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    store().write(purchases().batch(0, claim, Purchases.cell("de", 5)));

    Claim.Granted again = purchases().claim(otherHost(), 0, "b");

    assertThat(again.nextOffset()).isEqualTo(5);
    assertThat(again.leaderEpoch()).hasValue(7);
  }

  @Test
  void shouldFenceAnEarlierOwner() {
    Claim.Granted old = purchases().claim(store(), 0, "a");
    purchases().claim(otherHost(), 0, "b");

    WriteOutcome outcome = store().write(purchases().batch(0, old, Purchases.cell("de", 5)));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases().partition(0))));
    assertNothingStored();
  }

  @Test
  void shouldFenceABatchThatBeginsElsewhere() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");

    WriteOutcome outcome =
        store().write(purchases().batch(0, next(claim, 3), Purchases.cell("de", 5)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Fenced.class);
    assertNothingStored();
  }

  @Test
  void shouldFenceAPartitionThatNobodyClaimed() {
    Claim.Granted made = new Claim.Granted(0, OptionalInt.empty(), 1, null);

    WriteOutcome outcome = store().write(purchases().batch(3, made, Purchases.cell("de", 5)));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases().partition(3))));
  }

  @Test
  void shouldWriteAllPartitionsOfABatchOrNone() {
    Claim.Granted zero = purchases().claim(store(), 0, "a");
    Claim.Granted one = purchases().claim(store(), 1, "a");
    Claim.Granted two = purchases().claim(store(), 2, "a");
    purchases().claim(otherHost(), 1, "b");
    List<Move> moves = List.of(Move.of(0, zero, 2), new Move(1, one, 2, 1, 0), Move.of(2, two, 2));

    WriteOutcome outcome =
        store().write(purchases().batchOfBoth(moves, List.of(Purchases.cell("de", 6))));

    assertThat(outcome).isEqualTo(new WriteOutcome.Fenced(List.of(purchases().partition(1))));
    assertNothingStored();
    assertThat(store().write(purchases().batch(0, zero, Purchases.cell("de", 2))))
        .as("a partition that isn't fenced is still ours")
        .isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldNotWriteABatchTwice() {
    Claim.Granted zero = purchases().claim(store(), 0, "a");
    Claim.Granted one = purchases().claim(store(), 1, "a");
    Batch batch =
        purchases()
            .batchOfBoth(
                List.of(new Move(0, zero, 3, 1, 0), Move.of(1, one, 2)),
                List.of(Purchases.cell("de", 5)));

    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());

    assertThat(records(purchases().byCountry())).isEqualTo(5);
    assertThat(contents().deadLetters(purchases().source())).hasSize(1);
    assertBalance(purchases().byCountry());
  }

  @Test
  void shouldKnowABatchThatIsWrittenThoughAPartitionHasAnotherOwnerByNow() {
    Claim.Granted zero = purchases().claim(store(), 0, "a");
    Claim.Granted one = purchases().claim(store(), 1, "a");
    Batch batch =
        purchases()
            .batch(
                List.of(Move.of(0, zero, 3), Move.of(1, one, 2)), List.of(Purchases.cell("de", 5)));
    store().write(batch);
    purchases().claim(otherHost(), 0, "b");

    assertThat(store().write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(records(purchases().byCountry())).isEqualTo(5);
  }

  @Test
  void shouldGrowTheLedgerInPlace() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");

    store()
        .write(
            purchases()
                .batch(List.of(new Move(0, claim, 3, 1, 2)), List.of(Purchases.cell("de", 3))));
    store().write(purchases().batch(0, next(claim, 6), Purchases.cell("de", 4)));

    assertThat(contents().ledger(purchases().byCountry()))
        .containsExactly(
            new LedgerLine(0, new OffsetRange(0, 10), 8, 2, new Outcomes(7, 0, 0, 0, 0, 1)));
  }

  @Test
  void shouldMoveOnlyTheTimeWhileNothingComes() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    Instant late = Instant.parse("2026-11-20T12:00:00.123Z");
    store().write(purchases().batch(0, claim, Purchases.cell("de", 5)));
    Claim.Granted after = next(claim, 5);

    assertThat(store().write(purchases().idle(0, after, late)))
        .isEqualTo(new WriteOutcome.Written());
    assertThat(store().write(purchases().idle(0, after, late)))
        .as("the same again")
        .isEqualTo(new WriteOutcome.Written());
    store().write(purchases().idle(0, after, late.minusSeconds(60)));

    assertThat(contents().standing(purchases().partition(0)))
        .isEqualTo(new StoredContents.Standing(5, OptionalInt.of(7), late));
    assertThat(contents().ledger(purchases().byCountry())).hasSize(1);
  }

  @Test
  void shouldFenceTheTimeToo() {
    Claim.Granted old = purchases().claim(store(), 0, "a");
    purchases().claim(otherHost(), 0, "b");

    WriteOutcome outcome = store().write(purchases().idle(0, old, Instant.EPOCH));

    assertThat(outcome).isInstanceOf(WriteOutcome.Fenced.class);
    assertThat(contents().standing(purchases().partition(0)).countedUntil()).isNull();
  }
}
