package io.tallyman.admin.health;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a {@link HealthWatch} look every second, and the position rows read every ten. */
public final class HealthRounds {

  private static final Logger LOG = LoggerFactory.getLogger(HealthRounds.class);

  private static final int LOOK_SECONDS = 1;
  private static final int READ_SECONDS = 10;

  private HealthRounds() {}

  /**
   * Begins; the rounds end with the timer.
   *
   * @param timer has two threads: one may wait for the database
   */
  public static void begin(HealthWatch watch, ScheduledExecutorService timer) {
    var looks =
        timer.scheduleWithFixedDelay(
            () -> keepOn(watch::tick), LOOK_SECONDS, LOOK_SECONDS, SECONDS);
    var reads =
        timer.scheduleWithFixedDelay(
            () -> keepOn(watch::readPositions), LOOK_SECONDS, READ_SECONDS, SECONDS);
    LOG.debug("Watching health by {} and {}", looks, reads);
  }

  /** A round that fails must not be the last one. */
  private static void keepOn(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.warn("A round of the health watch failed; the next one comes", e);
    }
  }
}
