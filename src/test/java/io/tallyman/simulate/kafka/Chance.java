package io.tallyman.simulate.kafka;

import java.util.random.RandomGenerator;

/**
 * What a part of the model draws from, and where it tells what happened.
 *
 * @param random the seed's
 * @param notes for people to read
 */
public record Chance(RandomGenerator random, Notes notes) {}
