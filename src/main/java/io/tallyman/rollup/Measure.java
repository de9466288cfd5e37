package io.tallyman.rollup;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A measure that is ready to count: the columns it keeps, how each fills, and how the view shows
 * it.
 *
 * @param columns the stored columns
 * @param accumulators a new accumulator for each column, in the same order
 * @param shown the measure in the view
 * @param number the number that it takes from each record, where it could be NaN or infinite; else
 *     null
 */
record Measure(
    List<MeasureColumn> columns,
    List<Supplier<Accumulator>> accumulators,
    ShownMeasure shown,
    NumberExpression.@Nullable Floating number) {}
