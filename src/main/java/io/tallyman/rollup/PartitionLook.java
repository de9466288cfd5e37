package io.tallyman.rollup;

import java.util.OptionalLong;

/**
 * How a partition stands in the store, without taking it over.
 *
 * @param ownerEpoch the epoch of the last claim or move; empty where it has no position
 * @param hasOpenLoss whether a loss of the topic that was asked for waits for an operator's answer
 */
public record PartitionLook(OptionalLong ownerEpoch, boolean hasOpenLoss) {}
