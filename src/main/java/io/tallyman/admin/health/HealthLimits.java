package io.tallyman.admin.health;

import java.time.Duration;

/**
 * From when on something is worth an operator's look.
 *
 * @param settled how long database or brokers may fail before that is more than a blip
 * @param standing how long a partition of this host may stand still with records waiting
 * @param unattended how long a partition of another host, or of none, may
 * @param behind how far a partition may be behind before it is asked whether it gets closer
 * @param window over which time getting closer is judged, and fences are counted
 * @param fences how many fenced batches within the window are too many
 */
public record HealthLimits(
    Duration settled,
    Duration standing,
    Duration unattended,
    Duration behind,
    Duration window,
    long fences) {

  /** What fits a fleet whose hosts are restarted one by one and whose flushes take seconds. */
  public static HealthLimits usual() {
    return new HealthLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        10);
  }
}
