package io.tallyman.admin.health;

import java.time.Instant;

/**
 * When something was looked at.
 *
 * @param time the time of day
 * @param nanos the same on the monotonic clock
 */
record Moment(Instant time, long nanos) {}
