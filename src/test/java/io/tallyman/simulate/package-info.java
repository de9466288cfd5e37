/**
 * A million schedules of crashes, zombies and lost answers: the real consume, rollup and store
 * logic over a simulated log, group coordinator and database, with one seeded scheduler and clock.
 * The same seed gives the same history.
 */
@NullMarked
package io.tallyman.simulate;

import org.jspecify.annotations.NullMarked;
