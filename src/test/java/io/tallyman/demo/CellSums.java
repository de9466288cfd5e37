package io.tallyman.demo;

import io.tallyman.demo.RollupPlan.Measured;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of one cell as the tally has them: how many records, and each measure's state. */
final class CellSums {

  private final List<Measured> measures;
  private final @Nullable Object[] values;
  private final long[] counts;
  private long records;

  CellSums(List<Measured> measures) {
    this.measures = measures;
    this.values = new @Nullable Object[measures.size()];
    this.counts = new long[measures.size()];
  }

  void add(SeenEvent event) {
    records++;
    for (int i = 0; i < values.length; i++) {
      Object number = number(measures.get(i).factors(), event);
      if (number != null) {
        counts[i]++;
        Object old = values[i];
        values[i] = old == null ? number : merged(measures.get(i).kind(), old, number);
      }
    }
  }

  long records() {
    return records;
  }

  /** What the view has to show in this measure's column. */
  @Nullable Object shown(int measure) {
    return switch (measures.get(measure).kind()) {
      case COUNT -> records;
      case AVG -> mean(values[measure], counts[measure]);
      case SUM, MIN, MAX -> values[measure];
    };
  }

  private static @Nullable Object number(List<String> factors, SeenEvent event) {
    Object product = null;
    for (String factor : factors) {
      Object value = event.value(factor);
      if (value == null) {
        return null;
      }
      product = product == null ? widened(value) : times(product, widened(value));
    }
    return product;
  }

  private static Object widened(Object value) {
    return value instanceof Long whole ? BigDecimal.valueOf(whole) : value;
  }

  private static Object times(Object left, Object right) {
    return left instanceof BigDecimal a && right instanceof BigDecimal b
        ? a.multiply(b)
        : ((Number) left).doubleValue() * ((Number) right).doubleValue();
  }

  private static Object merged(RollupPlan.Kind kind, Object old, Object number) {
    return switch (kind) {
      case COUNT -> old;
      case SUM, AVG -> plus(old, number);
      case MIN -> compare(old, number) <= 0 ? old : number;
      case MAX -> compare(old, number) >= 0 ? old : number;
    };
  }

  private static Object plus(Object left, Object right) {
    return left instanceof BigDecimal a && right instanceof BigDecimal b
        ? a.add(b)
        : ((Number) left).doubleValue() + ((Number) right).doubleValue();
  }

  private static int compare(Object left, Object right) {
    return left instanceof BigDecimal a && right instanceof BigDecimal b
        ? a.compareTo(b)
        : Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
  }

  private static @Nullable Object mean(@Nullable Object sum, long count) {
    return sum == null ? null : ((Number) sum).doubleValue() / count;
  }
}
