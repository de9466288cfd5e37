package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.FieldType;
import io.tallyman.event.RowShape;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RollupVersionTest {

  private static final Bucket HOUR = new Bucket(3_600);
  private static final List<String> COUNTRY = List.of("country");
  private static final List<Condition> WHERE =
      List.of(new Condition.NotIn("country", List.of("ZZ", "XX")));
  private static final MeasureDefinition LINES = new MeasureDefinition.Count("lines_count");
  private static final MeasureDefinition REVENUE =
      new MeasureDefinition.Sum("revenue", List.of("quantity", "price"));
  private static final AcceptWindow WINDOW = AcceptWindow.DEFAULT;

  private static RollupDefinition with(
      Bucket bucket,
      List<Condition> where,
      List<String> dimensions,
      List<MeasureDefinition> measures,
      AcceptWindow window) {
    return new RollupDefinition("by_country", "sales", bucket, where, dimensions, measures, window);
  }

  private static final RollupDefinition DEFINITION =
      with(HOUR, WHERE, COUNTRY, List.of(LINES, REVENUE), WINDOW);

  private static String version(RollupDefinition definition) {
    return Sales.compile(definition).id().version();
  }

  /** The text and its hash were made with Python's json and hashlib. */
  @Test
  void shouldNeverChangeTheVersionOfADefinition() {
    RollupTable table = Sales.compile(DEFINITION).table();

    assertThat(table.definition())
        .isEqualTo(
            "{\"acceptEarly\":\"PT5M\",\"acceptLate\":\"PT168H\",\"bucket\":\"3600s\","
                + "\"dimensions\":[\"country\"],\"fieldTypes\":{\"country\":\"text\","
                + "\"price\":\"decimal(12,3)\",\"quantity\":\"whole\"},"
                + "\"measures\":{\"lines_count\":[\"count\"],"
                + "\"revenue\":[\"sum\",\"quantity\",\"price\"]},\"source\":\"sales\","
                + "\"topic\":\"sales-topic\",\"where\":{\"country\":{\"not\":[\"XX\",\"ZZ\"]}}}");
    assertThat(table.id()).hasToString("by_country@1b7c908eb718");
  }

  @Test
  void shouldBeTheSameWhateverOrderTheDefinitionIsWrittenIn() {
    assertThat(
            version(
                with(
                    HOUR,
                    List.of(new Condition.NotIn("country", List.of("XX", "ZZ", "XX"))),
                    COUNTRY,
                    List.of(REVENUE, LINES),
                    WINDOW)))
        .isEqualTo(version(DEFINITION));
    Condition country = new Condition.In("country", List.of("de"));
    Condition quantity = new Condition.In("quantity", List.of("1"));
    assertThat(version(with(HOUR, List.of(country, quantity), COUNTRY, List.of(LINES), WINDOW)))
        .isEqualTo(
            version(with(HOUR, List.of(quantity, country), COUNTRY, List.of(LINES), WINDOW)));
  }

  @Test
  void shouldBeAnotherOneForEveryOtherMeaning() {
    List<MeasureDefinition> measures = List.of(LINES, REVENUE);
    Set<String> versions = new LinkedHashSet<>();
    List<RollupDefinition> others =
        List.of(
            DEFINITION,
            with(new Bucket(60), WHERE, COUNTRY, measures, WINDOW),
            with(HOUR, List.of(), COUNTRY, measures, WINDOW),
            with(
                HOUR,
                List.of(new Condition.In("country", List.of("XX", "ZZ"))),
                COUNTRY,
                measures,
                WINDOW),
            with(
                HOUR,
                List.of(new Condition.NotIn("country", List.of("XX"))),
                COUNTRY,
                measures,
                WINDOW),
            with(HOUR, WHERE, List.of(), measures, WINDOW),
            with(HOUR, WHERE, List.of("country", "member"), measures, WINDOW),
            with(HOUR, WHERE, List.of("member", "country"), measures, WINDOW),
            with(HOUR, WHERE, COUNTRY, List.of(LINES), WINDOW),
            with(
                HOUR,
                WHERE,
                COUNTRY,
                List.of(LINES, new MeasureDefinition.Avg("revenue", List.of("quantity", "price"))),
                WINDOW),
            with(
                HOUR,
                WHERE,
                COUNTRY,
                List.of(LINES, new MeasureDefinition.Sum("turnover", List.of("quantity", "price"))),
                WINDOW),
            with(
                HOUR, WHERE, COUNTRY, measures, new AcceptWindow(Optional.empty(), WINDOW.early())),
            with(HOUR, WHERE, COUNTRY, measures, new AcceptWindow(WINDOW.late(), Duration.ZERO)));
    others.forEach(other -> versions.add(version(other)));

    assertThat(versions).hasSize(others.size());
  }

  @Test
  void shouldBeAnotherOneForAnotherTopicSourceOrFieldType() {
    RowShape wider =
        new RowShape(
            Sales.SHAPE.fields().stream()
                .map(
                    field ->
                        field.path().equals("price")
                            ? new RowShape.Field("price", new FieldType.Decimal(14, 3))
                            : field)
                .toList());

    assertThat(compile("other-topic", Sales.SHAPE, DEFINITION)).isNotEqualTo(version(DEFINITION));
    assertThat(compile(Sales.TOPIC, wider, DEFINITION)).isNotEqualTo(version(DEFINITION));
    assertThat(
            version(
                new RollupDefinition(
                    "by_country", "sales2", HOUR, WHERE, COUNTRY, List.of(LINES, REVENUE), WINDOW)))
        .isNotEqualTo(version(DEFINITION));
  }

  private static String compile(String topic, RowShape shape, RollupDefinition definition) {
    return new RollupCompiler(
            topic,
            shape,
            problem -> {
              throw new AssertionError(problem.toString());
            })
        .compile(definition)
        .orElseThrow()
        .id()
        .version();
  }
}
