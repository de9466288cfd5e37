package io.tallyman;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.Duration;
import io.tallyman.admin.TextTable;
import io.tallyman.produce.EventLines;
import io.tallyman.produce.ProduceSurroundings;
import io.tallyman.produce.ProduceTarget;
import io.tallyman.rollup.RollupDefinition;
import io.tallyman.rollup.RollupTable;
import io.tallyman.smoke.Feed;
import io.tallyman.smoke.Patience;
import io.tallyman.smoke.SmokeFeed;
import io.tallyman.smoke.SmokePlan;
import io.tallyman.smoke.SmokeReport;
import io.tallyman.smoke.SmokeRollup;
import io.tallyman.smoke.SmokeRun;
import io.tallyman.smoke.StoredBooks;
import io.tallyman.store.Database;
import io.tallyman.store.MarkedQueries;
import io.tallyman.store.MySqlSettings;
import io.tallyman.store.StoreReader;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code smoke config.yml}: sends marked events through a source and a rollup of their own, and
 * sees them counted once by the service that runs. Exit code 0 when they are, 1 when they aren't, 2
 * when the arguments or the configuration don't fit.
 */
final class SmokeCommand extends TallymanCommand {

  static final String NAME = "smoke";

  private static final int UNFIT = 2;

  SmokeCommand() {
    super(NAME, "Sends marked events and sees the running service count them once");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser
        .addArgument("--events")
        .type(Integer.class)
        .setDefault(100)
        .metavar("N")
        .help("how many events to send (100)");
    subparser
        .addArgument("--within")
        .setDefault("60s")
        .metavar("TIME")
        .help("how long they may take to be counted (60s)");
    subparser
        .addArgument("--json")
        .action(Arguments.storeTrue())
        .help("print one JSON document for programs");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
    try {
      super.run(bootstrap, arguments);
    } catch (ConfigurationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()).strip(), UNFIT);
    }
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws Exception {
    Clock clock = Clock.systemUTC();
    SmokePlan plan = plan(arguments);
    requireSource(blueprint.settings());
    Patience patience = new Patience(clock, System::nanoTime, LockSupport::parkNanos);
    SmokeReport report =
        new SmokeRun(plan, feed(blueprint, clock), books(blueprint, clock), patience).run();
    say(arguments.getBoolean("json") ? report.json() : text(report));
    if (!report.good()) {
      throw new CommandFailure(String.join(System.lineSeparator(), report.faults()));
    }
  }

  private static SmokePlan plan(Namespace arguments) throws CommandFailure {
    try {
      return new SmokePlan(
          UUID.randomUUID().toString(),
          arguments.getInt("events"),
          within(arguments.getString("within")));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), UNFIT);
    }
  }

  private static java.time.Duration within(String text) {
    try {
      return java.time.Duration.ofMillis(Duration.parse(text).toMilliseconds());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--within: '" + text + "' is no duration; write a number and a unit: 30s, 2m", e);
    }
  }

  private static void requireSource(Settings settings) throws CommandFailure {
    boolean off =
        settings.switchedOff().stream().anyMatch(each -> each.source().equals(SmokeRollup.SOURCE));
    if (off) {
      throw new CommandFailure(
          "the source smoke is switched off (sources.smoke.enabled); set TALLYMAN_SMOKE=true, for"
              + " migrate and the service too",
          UNFIT);
    }
    Optional<RollupDefinition> rollup =
        settings.rollups().stream().filter(SmokeRollup::isAs).findFirst();
    if (rollup.isEmpty()) {
      throw new CommandFailure(
          "there is no source smoke with a rollup smoke_runs as config.yml of the project has them;"
              + " take both over from there, and SmokeEvent.avsc",
          UNFIT);
    }
  }

  /** The way to the smoke topic. */
  static Feed feed(Blueprint blueprint, Clock clock) {
    Settings.Source source =
        blueprint.settings().sources().stream()
            .filter(each -> each.name().equals(SmokeRollup.SOURCE))
            .findFirst()
            .orElseThrow();
    ProduceTarget target =
        new ProduceTarget(source.consume().topic(), source.framing(), source.schema());
    ProduceSurroundings machine =
        new ProduceSurroundings(clock, System::nanoTime, LockSupport::parkNanos, System.err);
    return new SmokeFeed(
        new EventLines(
            ProduceCommand.kafka(blueprint.settings().kafka()),
            target,
            blueprint.catalogue(),
            machine),
        clock);
  }

  /** What the database says from now on. */
  static StoredBooks books(Blueprint blueprint, Clock clock) {
    Database database = new Database(blueprint.settings().database());
    RollupTable table =
        blueprint.tables().stream()
            .filter(each -> each.id().name().equals(SmokeRollup.NAME))
            .findFirst()
            .orElseThrow();
    return new StoredBooks(
        table,
        clock.instant().minus(2, ChronoUnit.DAYS), // no bucket is longer than a day
        new StoreReader(database.direct(), database.place()),
        new MarkedQueries(database.direct(), database.place()),
        new MySqlSettings(database.direct(), database.direct(), database.place()));
  }

  private static String text(SmokeReport report) {
    TextTable table = new TextTable("", "sent", "counted");
    table.line("events", report.sent(), report.counted());
    table.line(
        "sum of their numbers",
        report.sumSent().toPlainString(),
        report.sumCounted().toPlainString());
    return table.under("RUN " + report.run())
        + (report.good()
            ? "counted once: seen after "
                + report.countedAfterMillis()
                + " ms, and still so "
                + report.watchedMillis()
                + " ms later, after another flush of every partition; no other rollup has any of"
                + " them"
            : "NOT counted once");
  }
}
