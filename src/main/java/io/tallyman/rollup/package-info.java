/**
 * Turns decoded fields into cells and cells into a batch: buckets, dimensions, measures, and which
 * outcome each record has in each rollup. A {@link io.tallyman.rollup.Batch} is data: it describes
 * all effects of a stretch of records, and {@link io.tallyman.rollup.RollupStore} is the one port
 * through which they are carried out. Nothing here does I/O or reads a clock: the same offsets and
 * bytes always give the same numbers.
 */
@NullMarked
package io.tallyman.rollup;

import org.jspecify.annotations.NullMarked;
