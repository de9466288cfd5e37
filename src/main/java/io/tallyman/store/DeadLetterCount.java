package io.tallyman.store;

/**
 * How many open dead letters a source has for one reason.
 *
 * @param source the source's name
 * @param reason the reason's code
 * @param letters how many
 */
public record DeadLetterCount(String source, String reason, long letters) {}
