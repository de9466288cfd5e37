package io.tallyman.rollup;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database's columns can hold, for a store that has none. */
public final class StorableValues {

  private static final int MAX_TEXT = 255;

  private StorableValues() {}

  /** Why the cell can't be stored; null where it can. */
  public static @Nullable String refusal(RollupTable table, Cell cell) {
    List<ColumnType> dimensions = table.dimensions().stream().map(DimensionColumn::type).toList();
    List<ColumnType> measures = table.measures().stream().map(MeasureColumn::type).toList();
    String refusal = refusal(dimensions, cell.dimensions());
    return refusal == null ? refusal(measures, cell.measures()) : refusal;
  }

  private static @Nullable String refusal(List<ColumnType> types, List<@Nullable Object> values) {
    for (int i = 0; i < types.size(); i++) {
      Object value = values.get(i);
      if (value != null && !fits(types.get(i), value)) {
        return "no column of " + types.get(i) + " holds " + value;
      }
    }
    return null;
  }

  private static boolean fits(ColumnType type, Object value) {
    if (type instanceof ColumnType.Text) {
      String text = (String) value;
      return text.codePointCount(0, text.length()) <= MAX_TEXT;
    } else if (type instanceof ColumnType.Decimal decimal) {
      BigDecimal number = (BigDecimal) value;
      return number.precision() - number.scale() <= decimal.precision() - decimal.scale();
    }
    return !(type instanceof ColumnType.Floating) || Double.isFinite((Double) value);
  }
}
