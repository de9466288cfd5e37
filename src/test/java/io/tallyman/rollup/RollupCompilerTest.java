package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RollupCompilerTest {

  private static final MeasureDefinition EVENTS = new MeasureDefinition.Count("events");

  @Test
  void shouldGiveEachMeasureTheColumnsThatItNeeds() {
    RollupTable table =
        Sales.compile(
                Sales.definition(
                    "by_country",
                    EVENTS,
                    new MeasureDefinition.Sum("items", List.of("quantity")),
                    new MeasureDefinition.Sum("revenue", List.of("quantity", "price")),
                    new MeasureDefinition.Sum("ratios", List.of("ratio", "quantity")),
                    new MeasureDefinition.Avg("mean_price", List.of("price")),
                    new MeasureDefinition.Min("price_min", "price"),
                    new MeasureDefinition.Max("quantity_max", "quantity")))
            .table();

    assertThat(table.measures())
        .containsExactly(
            new MeasureColumn("events", new ColumnType.Whole(), MeasureColumn.Merge.ADD),
            new MeasureColumn("items", new ColumnType.Decimal(38, 0), MeasureColumn.Merge.ADD),
            new MeasureColumn("revenue", new ColumnType.Decimal(50, 3), MeasureColumn.Merge.ADD),
            new MeasureColumn("ratios", new ColumnType.Floating(), MeasureColumn.Merge.ADD),
            new MeasureColumn(
                "mean_price_sum", new ColumnType.Decimal(31, 3), MeasureColumn.Merge.ADD),
            new MeasureColumn("mean_price_count", new ColumnType.Whole(), MeasureColumn.Merge.ADD),
            new MeasureColumn(
                "price_min", new ColumnType.Decimal(12, 3), MeasureColumn.Merge.LEAST),
            new MeasureColumn(
                "quantity_max", new ColumnType.Whole(), MeasureColumn.Merge.GREATEST));
    assertThat(table.shown())
        .extracting(ShownMeasure::name)
        .containsExactly(
            "events", "items", "revenue", "ratios", "mean_price", "price_min", "quantity_max");
  }

  @Test
  void shouldGiveEachDimensionAColumnOfItsType() {
    RollupTable table =
        Sales.compile(
                Sales.definition(
                    "every_type",
                    List.of(),
                    List.of("country", "quantity", "member", "day", "client.os"),
                    EVENTS))
            .table();

    assertThat(table.dimensions())
        .containsExactly(
            new DimensionColumn("country", new ColumnType.Text()),
            new DimensionColumn("quantity", new ColumnType.Whole()),
            new DimensionColumn("member", new ColumnType.Bool()),
            new DimensionColumn("day", new ColumnType.Date()),
            new DimensionColumn("client_os", new ColumnType.Text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1_a", "Sales", "_a", "a-b", "a b", "a.b", "ä", "tallyman_x", "rank", "a;b"})
  void shouldRefuseABadName(String name) {
    assertThat(Sales.problems(Sales.definition(name, EVENTS)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("rollups." + name))
        .satisfies(RollupCompilerTest::hasARemedy);
  }

  @Test
  void shouldRefuseANameThatDoesNotFitATableOfMySql() {
    assertThat(Sales.problems(Sales.definition("a".repeat(48), EVENTS))).isEmpty();
    assertThat(Sales.problems(Sales.definition("a".repeat(49), EVENTS)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("48"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "key", "offset", "rank"})
  void shouldRefuseAReservedWordAsAMeasure(String word) {
    assertThat(Sales.problems(Sales.definition("a", new MeasureDefinition.Count(word))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("rollups.a.measures." + word))
        .satisfies(problem -> assertThat(problem.cause()).contains("reserved word"))
        .satisfies(RollupCompilerTest::hasARemedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket_start", "bucket_date", "cell_key", "slot", "records", "country"})
  void shouldRefuseAMeasureWhoseColumnIsThereAlready(String name) {
    assertThat(Sales.problems(Sales.definition("a", new MeasureDefinition.Count(name))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.cause()).contains("'" + name + "' already"));
  }

  @Test
  void shouldRefuseAMeasureThatHidesAColumnOfAMean() {
    assertThat(
            Sales.problems(
                Sales.definition(
                    "a",
                    new MeasureDefinition.Avg("mean", List.of("price")),
                    new MeasureDefinition.Count("mean_count"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.cause()).contains("'mean_count' already"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Events", "1events", "a-b", "é", "a b"})
  void shouldRefuseABadNameOfAMeasure(String name) {
    assertThat(Sales.problems(Sales.definition("a", new MeasureDefinition.Count(name))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.cause()).contains("can't name a column"));
  }

  @Test
  void shouldRefuseARollupWithoutAMeasure() {
    assertThat(Sales.problems(Sales.definition("a")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("rollups.a.measures"));
  }

  @Test
  void shouldRefuseToMeasureWhatIsNoNumber() {
    List<Problem> problems =
        Sales.problems(
            Sales.definition(
                "a",
                new MeasureDefinition.Sum("s", List.of("quantity", "country")),
                new MeasureDefinition.Avg("v", List.of("member")),
                new MeasureDefinition.Min("n", "day"),
                new MeasureDefinition.Max("x", "time")));

    assertThat(problems)
        .extracting(Problem::where)
        .containsExactly(
            "rollups.a.measures.s",
            "rollups.a.measures.v",
            "rollups.a.measures.n",
            "rollups.a.measures.x");
    assertThat(problems.get(0).cause()).contains("'country'").contains("sum");
  }

  @Test
  void shouldRefuseASumThatMySqlCannotHoldExactly() {
    // 19 digits of records, and 12, 24, 36, 48 of the prices; 65 is the most.
    assertThat(
            Sales.problems(
                Sales.definition(
                    "a", new MeasureDefinition.Sum("s", List.of("price", "price", "price")))))
        .isEmpty();
    assertThat(
            Sales.problems(
                Sales.definition(
                    "a",
                    new MeasureDefinition.Sum("s", List.of("price", "price", "price", "price")))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.cause()).contains("65"));
  }

  @Test
  void shouldRefuseToGroupByWhatEveryEventHasItsOwnOf() {
    assertThat(
            Sales.problems(
                Sales.definition("a", List.of(), List.of("price", "ratio", "time"), EVENTS)))
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem.where()).isEqualTo("rollups.a.dimensions"));
  }

  @Test
  void shouldRefuseConditionsThatDoNotFitTheirField() {
    List<Condition> where =
        List.of(
            new Condition.In("quantity", List.of("many")),
            new Condition.NotIn("member", List.of("yes")),
            new Condition.In("price", List.of("1.5")),
            new Condition.In("country", List.of("anything")));

    assertThat(Sales.problems(Sales.definition("a", where, List.of(), EVENTS)))
        .extracting(Problem::where)
        .containsExactly(
            "rollups.a.where.quantity", "rollups.a.where.member", "rollups.a.where.price");
  }

  @Test
  void shouldReportEverythingThatIsWrongAtOnce() {
    List<Problem> problems =
        Sales.problems(
            Sales.definition(
                "Rank",
                List.of(new Condition.In("quantity", List.of("many"))),
                List.of("price"),
                new MeasureDefinition.Count("offset"),
                new MeasureDefinition.Min("n", "country")));

    assertThat(problems).hasSize(5).allSatisfy(RollupCompilerTest::hasARemedy);
  }

  @Test
  void shouldLetNullPassANotAndNoIn() {
    Filter in = filter(new Condition.In("country", List.of("de", "fr")));
    Filter notIn = filter(new Condition.NotIn("country", List.of("de", "fr")));

    assertThat(in.passes(Sales.row("country", "de"))).isTrue();
    assertThat(in.passes(Sales.row("country", "DE"))).isFalse();
    assertThat(in.passes(Sales.row())).isFalse();
    assertThat(notIn.passes(Sales.row("country", "de"))).isFalse();
    assertThat(notIn.passes(Sales.row("country", "DE"))).isTrue();
    assertThat(notIn.passes(Sales.row())).isTrue();
  }

  @Test
  void shouldCompareByTheTypeOfTheField() {
    assertThat(
            filter(new Condition.In("quantity", List.of("-3"))).passes(Sales.row("quantity", -3L)))
        .isTrue();
    assertThat(
            filter(new Condition.In("member", List.of("true"))).passes(Sales.row("member", true)))
        .isTrue();
  }

  private static Filter filter(Condition condition) {
    return new FieldReader(
            Sales.SHAPE,
            problem -> {
              throw new AssertionError(problem.toString());
            })
        .filter(List.of(condition), "where");
  }

  private static void hasARemedy(Problem problem) {
    assertThat(problem.cause()).isNotBlank();
    assertThat(problem.remedy()).isNotBlank();
  }
}
