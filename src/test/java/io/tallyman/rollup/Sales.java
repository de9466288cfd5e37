package io.tallyman.rollup;

import io.tallyman.event.FieldType;
import io.tallyman.event.Problem;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import io.tallyman.event.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small source for tests: its fields, rows of them, and rollups over them. */
final class Sales {

  static final String SOURCE = "sales";
  static final String TOPIC = "sales-topic";
  static final UUID TOPIC_ID = new UUID(7, 11);

  static final RowShape SHAPE =
      new RowShape(
          List.of(
              new RowShape.Field("time", new FieldType.Timestamp()),
              new RowShape.Field("country", new FieldType.Text()),
              new RowShape.Field("quantity", new FieldType.Whole()),
              new RowShape.Field("price", new FieldType.Decimal(12, 3)),
              new RowShape.Field("ratio", new FieldType.Floating()),
              new RowShape.Field("member", new FieldType.Bool()),
              new RowShape.Field("day", new FieldType.Date()),
              new RowShape.Field("client.os", new FieldType.Text())));

  static final EventTime EVENT_TIME = new EventTime.Field(slot("time"));

  private Sales() {}

  static int slot(String path) {
    return SHAPE.slot(path);
  }

  /** A row of alternating paths and values; the others are null. */
  static Row row(@Nullable Object... pathsAndValues) {
    Row row = new Row(SHAPE);
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      row.set(slot(String.valueOf(pathsAndValues[i])), pathsAndValues[i + 1]);
    }
    return row;
  }

  static SourcePartition partition(int number) {
    return new SourcePartition(SOURCE, TOPIC, number);
  }

  /** A rollup by country and minute. */
  static RollupDefinition definition(String name, MeasureDefinition... measures) {
    return definition(name, List.of(), List.of("country"), measures);
  }

  static RollupDefinition definition(
      String name, List<Condition> where, List<String> dimensions, MeasureDefinition... measures) {
    return new RollupDefinition(
        name,
        SOURCE,
        new Bucket(60),
        where,
        dimensions,
        List.of(measures),
        new AcceptWindow(Optional.of(Duration.ofHours(1)), Duration.ofMinutes(5)));
  }

  static Rollup compile(RollupDefinition definition) {
    return new RollupCompiler(TOPIC, SHAPE, Sales::fail).compile(definition).orElseThrow();
  }

  static List<Problem> problems(RollupDefinition definition) {
    List<Problem> problems = new ArrayList<>();
    Optional<Rollup> rollup = new RollupCompiler(TOPIC, SHAPE, problems::add).compile(definition);
    if (rollup.isPresent() == !problems.isEmpty()) {
      throw new AssertionError("either a rollup or problems: " + rollup + ", " + problems);
    }
    return problems;
  }

  private static void fail(Problem problem) {
    throw new AssertionError(problem.toString());
  }
}
