package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a measure makes of rows, column by column. */
final class MeasureTest {

  private static List<@Nullable Object> measured(MeasureDefinition measure, Row... rows) {
    OpenCell cell =
        new OpenCell(
            new OpenCell.Place(0, List.of()),
            Sales.compile(Sales.definition("a", measure)).newAccumulators());
    for (Row row : rows) {
      cell.add(row);
    }
    assertThat(cell.close().records()).isEqualTo(rows.length);
    return cell.close().measures();
  }

  private static MeasureDefinition sum(String... fields) {
    return new MeasureDefinition.Sum("m", List.of(fields));
  }

  private static Row quantity(@Nullable Long value) {
    return Sales.row("quantity", value);
  }

  @Test
  void shouldCountEveryRecordWhateverItHolds() {
    assertThat(measured(new MeasureDefinition.Count("m"), Sales.row(), quantity(1L)))
        .containsExactly(2L);
  }

  @Test
  void shouldSumWholeNumbersExactlyBeyond64Bits() {
    assertThat(measured(sum("quantity"), quantity(Long.MAX_VALUE), quantity(Long.MAX_VALUE)))
        .containsExactly(new BigDecimal("18446744073709551614"));
    assertThat(
            measured(
                sum("quantity"),
                quantity(Long.MIN_VALUE),
                quantity(Long.MIN_VALUE),
                quantity(Long.MIN_VALUE),
                quantity(1L)))
        .containsExactly(new BigDecimal("-27670116110564327423"));
    assertThat(
            measured(
                sum("quantity"), quantity(Long.MAX_VALUE), quantity(1L), quantity(Long.MIN_VALUE)))
        .containsExactly(new BigDecimal("0"));
  }

  @Test
  void shouldSumRandomLongsLikeBigIntegerDoes() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_121);
    for (int round = 0; round < 500; round++) {
      int size = random.nextInt(1, 60);
      int shift = random.nextInt(0, 4);
      Row[] rows = new Row[size];
      BigInteger expected = BigInteger.ZERO;
      for (int i = 0; i < size; i++) {
        long value = random.nextLong() >> shift;
        rows[i] = quantity(value);
        expected = expected.add(BigInteger.valueOf(value));
      }
      assertThat(measured(sum("quantity"), rows)).containsExactly(new BigDecimal(expected));
    }
  }

  @Test
  void shouldSumProductsOfWholeNumbersAndDecimalsExactly() {
    assertThat(
            measured(
                sum("quantity", "price"),
                Sales.row("quantity", 3L, "price", new BigDecimal("0.001")),
                Sales.row("quantity", -1L, "price", new BigDecimal("1000000.100")),
                Sales.row("quantity", 2L, "price", new BigDecimal("-0.010"))))
        .containsExactly(new BigDecimal("-1000000.117"));
    assertThat(
            measured(
                sum("quantity", "quantity"),
                Sales.row("quantity", Long.MAX_VALUE),
                Sales.row("quantity", Long.MIN_VALUE)))
        .containsExactly(
            new BigDecimal(
                BigInteger.valueOf(Long.MAX_VALUE)
                    .pow(2)
                    .add(BigInteger.valueOf(Long.MIN_VALUE).pow(2))));
  }

  @Test
  void shouldLeaveOutRecordsInWhichAFactorIsNull() {
    assertThat(
            measured(
                sum("quantity", "price"),
                Sales.row("quantity", 3L),
                Sales.row("price", new BigDecimal("1.000")),
                Sales.row("quantity", 2L, "price", new BigDecimal("0.500"))))
        .containsExactly(new BigDecimal("1.000"));
  }

  @Test
  void shouldHaveNoSumOfNothing() {
    for (MeasureDefinition sum :
        List.of(sum("quantity"), sum("price"), sum("ratio"), sum("quantity", "price"))) {
      assertThat(measured(sum, Sales.row(), Sales.row())).containsOnlyNulls();
    }
  }

  @Test
  void shouldTellASumOfZeroFromNoSum() {
    assertThat(measured(sum("quantity"), quantity(0L), quantity(null)))
        .containsExactly(BigDecimal.ZERO);
  }

  @Test
  void shouldSumFloatingNumbersAndTheirProducts() {
    assertThat(
            measured(
                sum("ratio", "quantity", "price"),
                Sales.row("ratio", 0.5, "quantity", 4L, "price", new BigDecimal("0.250")),
                Sales.row("ratio", -0.25, "quantity", 2L, "price", new BigDecimal("1.000"))))
        .containsExactly(0.0);
  }

  @Test
  void shouldKeepTheSmallestAndTheLargest() {
    Row[] rows = {
      Sales.row(),
      Sales.row("quantity", -5L, "price", new BigDecimal("2.500"), "ratio", -0.5),
      Sales.row("quantity", 7L, "price", new BigDecimal("10.000"), "ratio", 0.25),
      Sales.row("quantity", 0L, "price", new BigDecimal("-1.000"), "ratio", -0.75)
    };

    assertThat(measured(new MeasureDefinition.Min("m", "quantity"), rows)).containsExactly(-5L);
    assertThat(measured(new MeasureDefinition.Max("m", "quantity"), rows)).containsExactly(7L);
    assertThat(measured(new MeasureDefinition.Min("m", "price"), rows))
        .containsExactly(new BigDecimal("-1.000"));
    assertThat(measured(new MeasureDefinition.Max("m", "price"), rows))
        .containsExactly(new BigDecimal("10.000"));
    assertThat(measured(new MeasureDefinition.Min("m", "ratio"), rows)).containsExactly(-0.75);
    assertThat(measured(new MeasureDefinition.Max("m", "ratio"), rows)).containsExactly(0.25);
    assertThat(measured(new MeasureDefinition.Max("m", "ratio"), Sales.row())).containsOnlyNulls();
  }

  @Test
  void shouldDivideAMeanOnlyByTheRecordsThatHaveTheNumber() {
    assertThat(
            measured(
                new MeasureDefinition.Avg("m", List.of("price")),
                Sales.row(),
                Sales.row("price", new BigDecimal("1.000")),
                Sales.row("price", new BigDecimal("2.500"))))
        .containsExactly(new BigDecimal("3.500"), 2L);
    assertThat(measured(new MeasureDefinition.Avg("m", List.of("quantity", "price")), Sales.row()))
        .containsExactly(null, 0L);
  }

  @Test
  void shouldKnowNumbersThatMySqlCannotHold() {
    Rollup rollup =
        Sales.compile(
            Sales.definition(
                "a", sum("ratio", "quantity"), new MeasureDefinition.Min("n", "ratio")));

    assertThat(rollup.rejection(Sales.row("ratio", 1.0, "quantity", 1L))).isNull();
    assertThat(rollup.rejection(Sales.row())).isNull();
    assertThat(rollup.rejection(Sales.row("ratio", Double.NaN))).isEqualTo(RejectReason.NOT_FINITE);
    assertThat(rollup.rejection(Sales.row("ratio", Double.NEGATIVE_INFINITY)))
        .isEqualTo(RejectReason.NOT_FINITE);
    assertThat(rollup.rejection(Sales.row("ratio", Double.MAX_VALUE, "quantity", 2L)))
        .isEqualTo(RejectReason.NOT_FINITE);
  }
}
