package io.tallyman.consume;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the lanes of a process share.
 *
 * @param writer carries out what they ask of the store
 * @param toggles what the operator holds back
 * @param rollups which rollups the operator has left out
 * @param tuning what lanes go by that may change
 * @param budget how much all batches may hold
 * @param metrics what was counted
 * @param clock the time of day
 * @param ticker a monotonic clock, in nanoseconds
 * @param random for jitter
 */
public record LaneSurroundings(
    Writer writer,
    ConsumerToggles toggles,
    RollupToggles rollups,
    LaneTuning tuning,
    MemoryBudget budget,
    ConsumeMetrics metrics,
    Clock clock,
    LongSupplier ticker,
    RandomGenerator random) {}
