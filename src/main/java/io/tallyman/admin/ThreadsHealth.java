package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.lifecycle.PartStatus;
import java.util.stream.Collectors;

/**
 * Whether the process can still get on by itself: unhealthy once a part is hung, which a new
 * process alone helps. What Kafka or MySQL do never makes it so.
 */
final class ThreadsHealth extends HealthCheck {

  private final PartGraph parts;

  ThreadsHealth(PartGraph parts) {
    this.parts = parts;
  }

  @Override
  protected Result check() {
    String hung =
        parts.states().stream()
            .map(PartStatus::check)
            .filter(Check.Hung.class::isInstance)
            .map(Check::message)
            .collect(Collectors.joining("; "));
    return hung.isEmpty()
        ? Result.healthy()
        : Result.builder().withMessage(hung).unhealthy().build();
  }
}
