package io.tallyman;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.health.DefaultHealthFactory;
import java.time.Duration;

/**
 * How long the service takes to stop at most, whatever hangs. docs/operations.md ("Stopping") has
 * the same sum; whoever ends the process by force has to wait for longer.
 */
final class StopBudget {

  /** From when on all parts are hurried: a lane takes 15 s at most, and lanes stop side by side. */
  static final Duration PARTS = Duration.ofSeconds(17);

  /** For parts to give their waiting up when they are hurried. */
  private static final Duration HURRIED = Duration.ofSeconds(1);

  /** The watch over health for the webhook, and what the webhook has still to send. */
  private static final Duration ACTIVITY = Duration.ofSeconds(5);

  private static final Duration REPL = Duration.ofSeconds(4);
  private static final Duration ERRORS = Duration.ofSeconds(2);

  /** Jetty's threads that are still at work. */
  private static final Duration THREADS = Duration.ofSeconds(5);

  private StopBudget() {}

  /** All of it, from the signal on. */
  static Duration of(Configuration configuration) {
    return notReady(configuration)
        .plus(grace(configuration))
        .plus(ACTIVITY)
        .plus(REPL)
        .plus(PARTS)
        .plus(HURRIED)
        .plus(ERRORS)
        .plus(THREADS);
  }

  /** While it isn't ready any more and answers all the same. */
  private static Duration notReady(Configuration configuration) {
    return configuration
        .getHealthFactory()
        .filter(DefaultHealthFactory.class::isInstance)
        .map(DefaultHealthFactory.class::cast)
        .filter(health -> health.isEnabled() && health.isDelayedShutdownHandlerEnabled())
        .map(health -> Duration.ofMillis(health.getShutdownWaitPeriod().toMilliseconds()))
        .orElse(Duration.ZERO);
  }

  /** For requests that are being answered. */
  private static Duration grace(Configuration configuration) {
    return configuration.getServerFactory() instanceof AbstractServerFactory server
        ? Duration.ofMillis(server.getShutdownGracePeriod().toMilliseconds())
        : Duration.ZERO;
  }
}
