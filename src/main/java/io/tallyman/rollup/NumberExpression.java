package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that a measure takes from a row: a field, or a product of fields. Null where one of them
 * is null.
 */
sealed interface NumberExpression {

  /** The number of this row, of the Java type of the expression's kind. */
  @Nullable Number of(Row row);

  /** A field of whole numbers, as {@link Long}. */
  record Whole(int slot) implements NumberExpression {
    @Override
    public @Nullable Long of(Row row) {
      return (Long) row.value(slot);
    }
  }

  /** A decimal field, or a product of whole and decimal fields: exact, as {@link BigDecimal}. */
  record Exact(List<Integer> slots) implements NumberExpression {
    @Override
    public @Nullable BigDecimal of(Row row) {
      BigDecimal product = BigDecimal.ONE;
      for (int slot : slots) {
        Object factor = row.value(slot);
        if (factor == null) {
          return null;
        }
        product =
            product.multiply(
                factor instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) factor);
      }
      return product;
    }
  }

  /**
   * A product in which a float or a double takes part, as {@link Double}; it may be NaN or
   * infinite.
   */
  record Floating(List<Integer> slots) implements NumberExpression {
    @Override
    public @Nullable Double of(Row row) {
      double product = 1;
      for (int slot : slots) {
        if (!(row.value(slot) instanceof Number factor)) {
          return null;
        }
        product *= factor.doubleValue();
      }
      return product;
    }
  }
}
