package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The value of one measure column of one cell while its batch grows. */
abstract sealed class Accumulator {

  /** Takes one counted record in. */
  abstract void add(Row row);

  /** The value so far, of the Java type of the column; null where no record had one. */
  abstract @Nullable Object value();

  /** How many records were counted. */
  static final class Records extends Accumulator {
    private long count;

    @Override
    void add(Row row) {
      count++;
    }

    @Override
    Object value() {
      return count;
    }
  }

  /** In how many records the number is there. */
  static final class Present extends Accumulator {
    private final NumberExpression number;
    private long count;

    Present(NumberExpression number) {
      this.number = number;
    }

    @Override
    void add(Row row) {
      if (number.of(row) != null) {
        count++;
      }
    }

    @Override
    Object value() {
      return count;
    }
  }

  /** The sum of whole numbers, exact beyond 64 bits. */
  static final class WholeSum extends Accumulator {
    private final NumberExpression.Whole number;
    private boolean any;
    private long sum;
    private BigInteger carried = BigInteger.ZERO;

    WholeSum(NumberExpression.Whole number) {
      this.number = number;
    }

    @Override
    void add(Row row) {
      Long value = number.of(row);
      if (value == null) {
        return;
      }
      any = true;
      long next = sum + value;
      if (((sum ^ next) & (value ^ next)) < 0) { // 64 bits overflowed, Hacker's Delight 2-13
        carried = carried.add(BigInteger.valueOf(sum));
        next = value;
      }
      sum = next;
    }

    @Override
    @Nullable Object value() {
      return any ? new BigDecimal(carried.add(BigInteger.valueOf(sum))) : null;
    }
  }

  /** The sum of decimals, exact. */
  static final class ExactSum extends Accumulator {
    private final NumberExpression.Exact number;
    private @Nullable BigDecimal sum;

    ExactSum(NumberExpression.Exact number) {
      this.number = number;
    }

    @Override
    void add(Row row) {
      BigDecimal value = number.of(row);
      if (value != null) {
        sum = sum == null ? value : sum.add(value);
      }
    }

    @Override
    @Nullable Object value() {
      return sum;
    }
  }

  /** The sum of doubles. */
  static final class FloatingSum extends Accumulator {
    private final NumberExpression.Floating number;
    private @Nullable Double sum;

    FloatingSum(NumberExpression.Floating number) {
      this.number = number;
    }

    @Override
    void add(Row row) {
      Double value = number.of(row);
      if (value != null) {
        sum = sum == null ? value : sum + value;
      }
    }

    @Override
    @Nullable Object value() {
      return sum;
    }
  }

  /** The smallest or the largest value of a field. */
  static final class Extreme extends Accumulator {
    private final int slot;
    private final int sign;
    private @Nullable Comparable<Object> extreme;

    /**
     * @param slot a field of comparable values
     * @param merge LEAST for the smallest, GREATEST for the largest
     */
    Extreme(int slot, MeasureColumn.Merge merge) {
      this.slot = slot;
      this.sign = merge == MeasureColumn.Merge.LEAST ? -1 : 1;
    }

    @Override
    @SuppressWarnings(
        "unchecked") // a numeric slot holds Long, Double or BigDecimal, always the same one
    void add(Row row) {
      Comparable<Object> value = (Comparable<Object>) row.value(slot);
      if (value != null && (extreme == null || Integer.signum(value.compareTo(extreme)) == sign)) {
        extreme = value;
      }
    }

    @Override
    @Nullable Object value() {
      return extreme;
    }
  }
}
