package io.tallyman.admin;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.access.AccessFilter;
import io.tallyman.access.AccessSettings;
import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.TopicCheck;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.repl.ReplSettings;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;

/** The service's shell around a system of a few parts and one lane. */
public final class ShellApplication extends Application<Configuration> {
  static final BuildVersion BUILD = new BuildVersion("1.2.3", "abc1234", "2026-11-20T18:00:00Z");

  final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  final StagedFlow flow = new StagedFlow();
  final ConsumerToggles toggles = new ConsumerToggles();
  final MemorySettings settings = new MemorySettings();
  final Controls controls = new Controls(settings, "host-1", clock);
  final SwitchableDatabase database = new SwitchableDatabase();
  final ShownPart pool = new ShownPart("pool");
  final ShownPart lane = new ShownPart("lane", "pool");
  final PartGraph parts =
      new PartGraph(
          List.of(
              pool,
              lane,
              new ShownPart("store"),
              SettingsParts.of(controls, settings, clock),
              new ShownPart("lane-tracking-0")));
  final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

  private final AccessSettings access;
  private final ReplSettings repl;

  /** Whoever is on this machine may do everything. */
  public ShellApplication() {
    this(AccessSettings.NONE);
  }

  public ShellApplication(AccessSettings access) {
    this(access, ReplSettings.NONE);
  }

  public ShellApplication(AccessSettings access, ReplSettings repl) {
    this.access = access;
    this.repl = repl;
  }

  /** Takes the database of the settings away, or gives it back. */
  public void takeSettingsAway(boolean away) {
    settings.setAway(away);
  }

  /** What Application.run does and the extension doesn't. */
  @Override
  public void initialize(Bootstrap<Configuration> bootstrap) {
    bootstrap.registerMetrics();
  }

  @Override
  public void run(Configuration configuration, Environment environment) {
    controls.obey(new ConsumerEffect(toggles, clock));
    flow.toggles(toggles::list);
    flow.log(0, 4723).counting(0, 4711, Instant.parse("2026-11-21T09:59:57Z"));
    flow.log(1, 90).row(1, 70, "host-2/4711", Instant.parse("2026-11-21T09:58:00Z"));
    PrometheusRegistry metrics = new PrometheusRegistry();
    Counter.builder().name("tallyman_served_records").help("Served.").register(metrics).inc(3);
    OperatedSystem system =
        new OperatedSystem(
            parts,
            controls,
            toggles,
            TestLevers.fresh(),
            () -> List.of(new SourceTopic("tracking", "events", OptionalInt.of(12))),
            () -> List.of(flow.lane()),
            flow.watch(),
            database,
            new MovedPositions(
                (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
                new StandingPositions()));
    environment
        .admin()
        .addFilter("access", new AccessFilter(access, new LoggedRefusals(clock), Clock.systemUTC()))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    AdminPort admin = new AdminPort(system, BUILD, metrics, clock, loggers);
    admin.register(environment, configuration);
    environment.lifecycle().manage(managed(parts));
    admin.offerRepl(environment, repl);
  }

  static Managed managed(PartGraph parts) {
    return new Managed() {
      @Override
      public void start() throws Exception {
        parts.start();
      }

      @Override
      public void stop() throws Exception {
        parts.stop();
      }
    };
  }
}
