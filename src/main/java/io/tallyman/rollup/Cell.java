package io.tallyman.rollup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to one bucket × one combination of dimension values.
 *
 * @param bucketStart where the bucket starts, seconds since 1970-01-01T00:00Z
 * @param key the hash of the dimension values
 * @param dimensions the values, of the Java types of {@link RollupTable#dimensions()}
 * @param records how many records were counted here, 1 or more
 * @param measures the values, of the Java types of {@link RollupTable#measures()}
 */
public record Cell(
    long bucketStart,
    CellKey key,
    List<@Nullable Object> dimensions,
    long records,
    List<@Nullable Object> measures) {}
