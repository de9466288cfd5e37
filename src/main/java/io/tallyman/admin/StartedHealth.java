package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.lifecycle.PartState;
import io.tallyman.lifecycle.PartStatus;
import java.util.List;

/** The service is healthy in this respect once all its parts are in service, and while they are. */
final class StartedHealth extends HealthCheck {

  private final PartGraph parts;

  StartedHealth(PartGraph parts) {
    this.parts = parts;
  }

  @Override
  protected Result check() {
    List<PartStatus> missing =
        parts.states().stream().filter(each -> each.state() != PartState.STARTED).toList();
    if (missing.isEmpty()) {
      return Result.healthy();
    }
    String message = String.join("; ", missing.stream().map(StartedHealth::sentence).toList());
    return Result.builder().unhealthy().withMessage(message).build();
  }

  private static String sentence(PartStatus part) {
    return part.name()
        + " is "
        + part.state().code()
        + (part.failure().isEmpty() ? "" : ": " + part.failure());
  }
}
