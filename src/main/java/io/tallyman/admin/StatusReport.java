package io.tallyman.admin;

import io.tallyman.admin.StatusDocument.Component;
import io.tallyman.admin.StatusDocument.Database;
import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartStatus;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts a {@link StatusDocument} together, within the patience of its {@link FactsReader}. */
final class StatusReport {

  private final OperatedSystem system;
  private final BuildVersion build;
  private final FactsReader facts;
  private final RecentErrors errors;
  private final Clock clock;
  private final Instant started;

  StatusReport(
      OperatedSystem system,
      BuildVersion build,
      FactsReader facts,
      RecentErrors errors,
      Clock clock) {
    this.system = system;
    this.build = build;
    this.facts = facts;
    this.errors = errors;
    this.clock = clock;
    this.started = clock.instant();
  }

  StatusDocument now() {
    FactsReader.Reading reading = facts.read();
    @Nullable Facts known = reading.facts();
    Instant now = clock.instant();
    ShownFlows flows = new ShownFlows(system.lanes().get(), system.health().look());
    return new StatusDocument(
        build.version(),
        build.commit(),
        system.settings().host(),
        started,
        now,
        flows.health(),
        system.parts().states().stream().map(StatusReport::component).toList(),
        system.sources().get().stream().map(flows::source).toList(),
        system.toggles().list().stream().map(ShownSettings::toggle).toList(),
        ShownSettings.of(system.settings(), now),
        new Database(reading.cause().isEmpty(), reading.cause(), reading.asOf()),
        known == null ? null : ShownSettings.hosts(known.fleet(), now),
        known == null ? null : known.rollups(),
        known == null ? null : known.deadLetters(),
        known == null ? null : known.losses(),
        errors.newest());
  }

  private static Component component(PartStatus part) {
    return new Component(
        part.name(),
        part.needs(),
        part.state().code(),
        part.check() instanceof Check.Well,
        part.check().message(),
        part.failure());
  }
}
