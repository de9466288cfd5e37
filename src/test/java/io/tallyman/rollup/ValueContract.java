package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Purchases.Move;
import io.tallyman.rollup.StoredContents.CellName;
import io.tallyman.rollup.StoredContents.CellValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of values: merged, kept apart, or refused. */
abstract class ValueContract extends WriteContract {

  @Test
  void shouldTakeNullForNothingInEveryMerge() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    Cell empty = Purchases.cell("de", 1, null, null, null, null);
    Cell full = Purchases.cell("de", 1, new BigDecimal("0.1000"), 0.25, new BigDecimal("3.50"), 7L);
    Cell more =
        Purchases.cell("de", 1, new BigDecimal("0.2000"), 0.5, new BigDecimal("-1.00"), -9L);

    store().write(purchases().batch(0, claim, empty));
    assertThat(measures("de")).isEqualTo(Arrays.asList(1L, null, null, null, null));
    store().write(purchases().batch(0, next(claim, 1), full));
    assertThat(measures("de"))
        .isEqualTo(List.of(2L, new BigDecimal("0.1000"), 0.25, new BigDecimal("3.50"), 7L));
    store().write(purchases().batch(0, next(claim, 2), empty));
    store().write(purchases().batch(0, next(claim, 3), more));

    assertThat(measures("de"))
        .isEqualTo(List.of(4L, new BigDecimal("0.3000"), 0.75, new BigDecimal("-1.00"), 7L));
  }

  @Test
  void shouldAddDecimalsExactly() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    BigDecimal large = new BigDecimal("123456789012345678901234567890123456.0001");
    for (int i = 0; i < 3; i++) {
      store()
          .write(
              purchases()
                  .batch(0, next(claim, i), Purchases.cell("de", 1, large, null, null, null)));
    }

    assertThat(measures("de").get(1))
        .isEqualTo(new BigDecimal("370370367037037036703703703670370368.0003"));
  }

  @Test
  void shouldKeepDifferentTextsApart() {
    List<@Nullable String> countries =
        Arrays.asList("de", "DE", "a", "a ", "é", "e", "e\u0301", "😀", "", null, "\u0000");
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    Cell[] cells =
        countries.stream().map(country -> Purchases.cell(country, 1)).toArray(Cell[]::new);

    store().write(purchases().batch(0, claim, cells));
    store().write(purchases().batch(0, next(claim, cells.length), cells));

    Map<CellName, CellValues> stored = contents().cells(purchases().byCountry());
    assertThat(stored.keySet().stream().map(name -> name.dimensions().get(0)))
        .containsExactlyInAnyOrderElementsOf(countries);
    assertThat(stored.values()).allMatch(values -> values.records() == 2);
  }

  private List<@Nullable Object> measures(String country) {
    return contents()
        .cells(purchases().byCountry())
        .get(new CellName(Purchases.MIDNIGHT, List.of(country)))
        .measures();
  }

  @Test
  void shouldRefuseDataThatItCantHoldAndStoreNothingOfTheBatch() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    List<Cell> cells =
        List.of(
            Purchases.cell("de", 2), Purchases.cell("x".repeat(256), 2), Purchases.cell("fr", 2));

    WriteOutcome outcome =
        store().write(purchases().batchOfBoth(List.of(new Move(0, claim, 6, 1, 0)), cells));

    assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
    assertNothingStored();
    assertThat(store().write(purchases().batch(0, claim, Purchases.cell("de", 2))))
        .as("the rest of the range may still be written")
        .isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldRefuseANumberThatIsTooLargeOrNone() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    BigDecimal tooLarge = new BigDecimal("1e11").setScale(2);

    assertThat(
            store()
                .write(
                    purchases().batch(0, claim, Purchases.cell("de", 1, null, null, tooLarge, 1L))))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(
            store()
                .write(
                    purchases()
                        .batch(0, claim, Purchases.cell("de", 1, null, Double.NaN, null, null))))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertNothingStored();
  }

  @Test
  void shouldTakeADeadLetterWhateverItsTime() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    List<DeadLetter> letters =
        List.of(
            purchases().letter(0, 0, Instant.MIN),
            purchases().letter(0, 1, Instant.ofEpochMilli(-1)),
            purchases().letter(0, 2, Instant.ofEpochMilli(Long.MAX_VALUE)));
    Batch balanced = purchases().batch(List.of(new Move(0, claim, 0, 3, 0)), List.of());

    WriteOutcome outcome = store().write(new Batch(balanced.progress(), balanced.cells(), letters));

    assertThat(outcome).isEqualTo(new WriteOutcome.Written());
    assertThat(contents().deadLetters(purchases().source())).hasSize(3);
  }

  @Test
  void shouldWriteALossDownOnceAndLetItGrow() {
    Loss loss = loss(10, 20);

    store().recordLoss(loss, 0);
    otherHost().recordLoss(loss, 0);
    store().recordLoss(loss(10, 30), 0);
    store().recordLoss(loss(10, 25), 0);

    assertThat(contents().losses(purchases().source())).containsExactly(loss(10, 30));
  }

  private Loss loss(long first, long next) {
    return new Loss(
        purchases().partition(0),
        purchases().topicId(),
        new OffsetRange(first, next),
        Loss.Kind.RETENTION,
        "retention overtook it at " + next);
  }
}
