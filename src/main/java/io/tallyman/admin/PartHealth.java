package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.lifecycle.PartStatus;

/** A part is healthy while it is started and its own check says that it is well. */
final class PartHealth extends HealthCheck {

  private final PartGraph parts;
  private final String name;

  PartHealth(PartGraph parts, String name) {
    this.parts = parts;
    this.name = name;
  }

  @Override
  protected Result check() {
    return parts.states().stream()
        .filter(each -> each.name().equals(name))
        .map(PartStatus::check)
        .map(PartHealth::result)
        .findFirst()
        .orElseThrow();
  }

  /** Dropwizard takes messages for formats otherwise. */
  private static Result result(Check check) {
    ResultBuilder result = Result.builder();
    if (!check.message().isEmpty()) {
      result.withMessage(check.message());
    }
    return check instanceof Check.Well ? result.healthy().build() : result.unhealthy().build();
  }
}
