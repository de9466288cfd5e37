package io.tallyman.admin;

import io.tallyman.admin.StatusDocument.Component;
import io.tallyman.admin.StatusDocument.Database;
import io.tallyman.admin.StatusDocument.Lane;
import io.tallyman.admin.StatusDocument.Partition;
import io.tallyman.admin.StatusDocument.Source;
import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    return new StatusDocument(
        build.version(),
        build.commit(),
        system.settings().host(),
        started,
        now,
        system.parts().states().stream().map(StatusReport::component).toList(),
        sources(now),
        system.toggles().list().stream().map(ShownSettings::toggle).toList(),
        ShownSettings.of(system.settings(), now),
        new Database(reading.cause().isEmpty(), reading.cause(), reading.asOf()),
        known == null ? null : ShownSettings.hosts(known.fleet(), now),
        known == null ? null : known.rollups(),
        known == null ? null : known.deadLetters(),
        known == null ? null : known.losses(),
        errors.newest());
  }

  private List<Source> sources(Instant now) {
    List<LaneStatus> lanes = system.lanes().get();
    return system.sources().get().stream()
        .map(
            each ->
                new Source(
                    each.source(),
                    each.topic(),
                    each.partitions().isPresent() ? each.partitions().getAsInt() : null,
                    lanes.stream()
                        .filter(lane -> lane.source().equals(each.source()))
                        .map(lane -> lane(lane, now))
                        .toList()))
        .toList();
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

  private static Lane lane(LaneStatus lane, Instant now) {
    return new Lane(
        lane.lane(),
        lane.backPressure(),
        lane.lastError(),
        lane.partitions().stream().map(each -> partition(each, now)).toList());
  }

  private static Partition partition(PartitionStatus status, Instant now) {
    @Nullable Instant countedUntil = status.countedUntil();
    return new Partition(
        status.partition().number(),
        status.state().code(),
        status.position(),
        status.ownerEpoch(),
        status.lag().isPresent() ? status.lag().getAsLong() : null,
        countedUntil == null ? null : Math.max(0, Duration.between(countedUntil, now).toSeconds()),
        countedUntil,
        status.cause());
  }
}
