package io.tallyman.rollup;

import io.tallyman.event.FieldType;
import io.tallyman.event.Problem;
import io.tallyman.event.RowShape;
import io.tallyman.rollup.MeasureColumn.Merge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes measures out of their definitions: which columns they need, and how those fill. */
final class MeasureCompiler {

  /** A long has at most 19 digits, and so has the number of records that a sum can take in. */
  private static final int LONG_DIGITS = 19;

  /** MySQL's DECIMAL has at most 65 digits (MySQL manual, 13.1.3). */
  private static final int MAX_DIGITS = 65;

  private static final int MAX_SCALE = 30;

  private final RowShape shape;
  private final Consumer<Problem> problems;

  MeasureCompiler(RowShape shape, Consumer<Problem> problems) {
    this.shape = shape;
    this.problems = problems;
  }

  List<Measure> compile(List<MeasureDefinition> definitions, String at) {
    List<Measure> measures = new ArrayList<>();
    for (MeasureDefinition definition : definitions) {
      compile(definition, at + "." + definition.name()).ifPresent(measures::add);
    }
    return measures;
  }

  private Optional<Measure> compile(MeasureDefinition definition, String at) {
    if (definition instanceof MeasureDefinition.Count) {
      return Optional.of(
          measure(
              new MeasureColumn(definition.name(), new ColumnType.Whole(), Merge.ADD),
              Accumulator.Records::new));
    }
    for (String field : definition.fields()) {
      if (!isNumber(shape.type(field))) {
        problems.accept(
            new Problem(
                at,
                "'" + field + "' isn't a number, so it has no " + definition.type(),
                "name a field of numbers"));
        return Optional.empty();
      }
    }
    if (definition instanceof MeasureDefinition.Min min) {
      return Optional.of(extreme(min.name(), min.field(), Merge.LEAST));
    } else if (definition instanceof MeasureDefinition.Max max) {
      return Optional.of(extreme(max.name(), max.field(), Merge.GREATEST));
    }
    return sumOrMean(definition, at);
  }

  private Optional<Measure> sumOrMean(MeasureDefinition definition, String at) {
    NumberExpression number = expression(definition.fields());
    ColumnType type = sumType(definition.fields(), number);
    if (type == null) {
      problems.accept(
          new Problem(
              at,
              "its sum can have more digits than MySQL's DECIMAL holds ("
                  + MAX_DIGITS
                  + ", "
                  + MAX_SCALE
                  + " after the point)",
              "multiply fewer fields, or declare decimals of a smaller precision"));
      return Optional.empty();
    }
    boolean mean = definition instanceof MeasureDefinition.Avg;
    String name = mean ? definition.name() + "_sum" : definition.name();
    MeasureColumn sum = new MeasureColumn(name, type, Merge.ADD);
    NumberExpression.@Nullable Floating floating =
        number instanceof NumberExpression.Floating f ? f : null;
    if (!mean) {
      return Optional.of(
          new Measure(
              List.of(sum), List.of(summing(number)), new ShownMeasure.Stored(name), floating));
    }
    MeasureColumn count =
        new MeasureColumn(definition.name() + "_count", new ColumnType.Whole(), Merge.ADD);
    return Optional.of(
        new Measure(
            List.of(sum, count),
            List.of(summing(number), () -> new Accumulator.Present(number)),
            new ShownMeasure.Mean(definition.name(), sum.name(), count.name()),
            floating));
  }

  private Measure extreme(String name, String field, Merge merge) {
    int slot = shape.slot(field);
    FieldType type = shape.type(field);
    NumberExpression.@Nullable Floating floating =
        type instanceof FieldType.Floating ? new NumberExpression.Floating(List.of(slot)) : null;
    return new Measure(
        List.of(new MeasureColumn(name, fieldColumn(type), merge)),
        List.of(() -> new Accumulator.Extreme(slot, merge)),
        new ShownMeasure.Stored(name),
        floating);
  }

  private static Measure measure(MeasureColumn column, Supplier<Accumulator> accumulator) {
    return new Measure(
        List.of(column), List.of(accumulator), new ShownMeasure.Stored(column.name()), null);
  }

  private NumberExpression expression(List<String> fields) {
    List<Integer> factors = fields.stream().map(shape::slot).toList();
    if (fields.stream().map(shape::type).anyMatch(FieldType.Floating.class::isInstance)) {
      return new NumberExpression.Floating(factors);
    } else if (fields.size() == 1 && shape.type(fields.get(0)) instanceof FieldType.Whole) {
      return new NumberExpression.Whole(factors.get(0));
    }
    return new NumberExpression.Exact(factors);
  }

  private static Supplier<Accumulator> summing(NumberExpression number) {
    if (number instanceof NumberExpression.Whole whole) {
      return () -> new Accumulator.WholeSum(whole);
    } else if (number instanceof NumberExpression.Exact exact) {
      return () -> new Accumulator.ExactSum(exact);
    }
    NumberExpression.Floating floating = (NumberExpression.Floating) number;
    return () -> new Accumulator.FloatingSum(floating);
  }

  /**
   * A column in which no number of records can make the sum overflow; null where MySQL has none.
   */
  private @Nullable ColumnType sumType(List<String> fields, NumberExpression number) {
    if (number instanceof NumberExpression.Floating) {
      return new ColumnType.Floating();
    }
    int digits = LONG_DIGITS;
    int scale = 0;
    for (String field : fields) {
      FieldType type = shape.type(field);
      digits += type instanceof FieldType.Decimal decimal ? decimal.precision() : LONG_DIGITS;
      scale += type instanceof FieldType.Decimal decimal ? decimal.scale() : 0;
    }
    return digits > MAX_DIGITS || scale > MAX_SCALE ? null : new ColumnType.Decimal(digits, scale);
  }

  private static ColumnType fieldColumn(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return new ColumnType.Decimal(decimal.precision(), decimal.scale());
    }
    return type instanceof FieldType.Whole ? new ColumnType.Whole() : new ColumnType.Floating();
  }

  private static boolean isNumber(FieldType type) {
    return type instanceof FieldType.Whole
        || type instanceof FieldType.Floating
        || type instanceof FieldType.Decimal;
  }
}
