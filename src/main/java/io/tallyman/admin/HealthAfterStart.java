package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.lifecycle.PartGraph;
import java.time.Duration;

/**
 * A health check that is looked at once the parts have been started, for the first time and well or
 * not. Dropwizard begins to look before, when nobody can ask yet, and would take every start for an
 * outage.
 */
final class HealthAfterStart extends HealthCheck {

  /** The longest start, that of a host that makes its tables itself. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PartGraph parts;
  private final HealthCheck check;

  HealthAfterStart(PartGraph parts, HealthCheck check) {
    this.parts = parts;
    this.check = check;
  }

  /** Interrupted when the service ends before it has started. */
  @Override
  protected Result check() throws InterruptedException {
    return parts.awaitFirstStart(PATIENCE)
        ? check.execute()
        : Result.unhealthy(
            "the service has been starting for " + PATIENCE.toMinutes() + " minutes");
  }
}
