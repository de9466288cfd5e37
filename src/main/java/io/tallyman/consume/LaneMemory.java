package io.tallyman.consume;

/**
 * What a lane has in memory, all of which it may throw away at any time.
 *
 * @param holdings what it does with each partition
 * @param handOff what is under way to the writer
 * @param batch what it is filling
 * @param compared where it knows that the log is still the same
 */
record LaneMemory(
    Holdings holdings, HandOff handOff, GrowingBatch batch, ComparedPlaces compared) {}
