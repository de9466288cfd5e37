package io.tallyman.rollup;

import io.tallyman.event.FieldType;
import io.tallyman.event.Problem;
import io.tallyman.event.RowShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a rollup's dimensions and conditions by the types of the fields that they name. */
final class FieldReader {

  private final RowShape shape;
  private final Consumer<Problem> problems;

  FieldReader(RowShape shape, Consumer<Problem> problems) {
    this.shape = shape;
    this.problems = problems;
  }

  List<DimensionColumn> dimensions(List<String> paths, String at) {
    List<DimensionColumn> columns = new ArrayList<>();
    for (String path : paths) {
      ColumnType type = dimensionType(shape.type(path));
      if (type == null) {
        problems.accept(
            new Problem(
                at,
                "'"
                    + path
                    + "' holds numbers with a point or times, of which nearly every event has its"
                    + " own",
                "group by text, whole numbers, booleans or dates"));
      } else {
        columns.add(new DimensionColumn(path.replace('.', '_'), type));
      }
    }
    return columns;
  }

  private static @Nullable ColumnType dimensionType(FieldType type) {
    if (type instanceof FieldType.Text) {
      return new ColumnType.Text();
    } else if (type instanceof FieldType.Whole) {
      return new ColumnType.Whole();
    } else if (type instanceof FieldType.Bool) {
      return new ColumnType.Bool();
    } else if (type instanceof FieldType.Date) {
      return new ColumnType.Date();
    }
    return null;
  }

  Filter filter(List<Condition> conditions, String at) {
    List<Filter.Test> tests = new ArrayList<>();
    for (Condition condition : conditions) {
      Set<Object> values = new HashSet<>();
      for (String value : condition.values()) {
        Object read = read(value, condition.field(), at + "." + condition.field());
        if (read != null) {
          values.add(read);
        }
      }
      tests.add(
          new Filter.Test(
              shape.slot(condition.field()),
              Set.copyOf(values),
              condition instanceof Condition.In));
    }
    return new Filter(tests);
  }

  private @Nullable Object read(String value, String path, String at) {
    FieldType type = shape.type(path);
    if (type instanceof FieldType.Text) {
      return value;
    } else if (type instanceof FieldType.Whole) {
      try {
        return Long.valueOf(value);
      } catch (NumberFormatException e) {
        problems.accept(
            new Problem(at, "'" + value + "' is no whole number", "the field holds whole numbers"));
      }
    } else if (type instanceof FieldType.Bool) {
      if (value.equals("true") || value.equals("false")) {
        return Boolean.valueOf(value);
      }
      problems.accept(
          new Problem(at, "'" + value + "' is neither true nor false", "the field holds booleans"));
    } else {
      problems.accept(
          new Problem(
              at, "'" + path + "' can't be compared", "compare text, whole numbers or booleans"));
    }
    return null;
  }
}
