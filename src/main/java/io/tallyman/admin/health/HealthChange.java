package io.tallyman.admin.health;

import java.time.Instant;

/**
 * A finding that is new, or has ended.
 *
 * @param finding the finding, with its last sentence
 * @param began whether it is new; else it has ended
 * @param at when that was seen
 */
public record HealthChange(Finding finding, boolean began, Instant at) {}
