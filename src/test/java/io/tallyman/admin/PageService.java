package io.tallyman.admin;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.DropwizardTestSupport;
import io.dropwizard.testing.ResourceHelpers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.access.AccessFilter;
import io.tallyman.access.AccessLog;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.Attempt;
import io.tallyman.access.Caller;
import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.RollupEffect;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.control.TuningEffect;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.TopicCheck;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartGraph;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** An admin port behind its filter, of a host that has had an hour with something of everything. */
public final class PageService extends Application<Configuration> {

  static final String ODD = "<b>odd</b>";

  final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  final ConsumerToggles toggles = new ConsumerToggles();
  final Levers levers = TestLevers.fresh();
  final MemorySettings settings = new MemorySettings();
  final Controls controls = new Controls(settings, "host-1", clock);
  final SwitchableDatabase database;
  final SilentFilter silence = new SilentFilter();

  /** What the filter has refused. */
  final Queue<String> refusals = new ConcurrentLinkedQueue<>();

  private final PageScene scene;
  private final AccessSettings access;

  /** The usual scene, for whoever is on this machine. */
  public PageService() {
    this(PageScene.USUAL, AccessSettings.NONE);
  }

  PageService(PageScene scene, AccessSettings access) {
    this.scene = scene;
    this.access = access;
    this.database = new SwitchableDatabase(scene.facts());
    if (scene == PageScene.UNREAD) {
      database.refuse("no connection within 5 s: Connection refused");
    }
  }

  /** Ready to be started on free ports of loopback. */
  DropwizardTestSupport<Configuration> support() {
    PageService service = this;
    return new DropwizardTestSupport<>(
        PageService.class, ResourceHelpers.resourceFilePath("io/tallyman/admin/admin.yml")) {
      @Override
      public Application<Configuration> newApplication() {
        return service;
      }
    };
  }

  @Override
  public void initialize(Bootstrap<Configuration> bootstrap) {
    bootstrap.registerMetrics();
  }

  @Override
  public void run(Configuration configuration, Environment environment) {
    controls.obey(new RollupEffect(levers.pausedRollups()));
    controls.obey(new TuningEffect(levers.tuning(), 1 << 30));
    controls.obey(new ConsumerEffect(toggles, clock));
    StagedFlow flow = scene.flow(toggles);
    clock.advance(Duration.ofHours(1));
    PartGraph parts = parts();
    OperatedSystem system =
        new OperatedSystem(
            parts,
            controls,
            toggles,
            levers,
            this::sources,
            () -> scene == PageScene.EMPTY ? List.of() : List.of(flow.lane()),
            flow.watch(),
            database,
            new MovedPositions(
                (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
                new StandingPositions()));
    environment
        .admin()
        .addFilter("silence", silence)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment
        .admin()
        .addFilter("access", new AccessFilter(access, noting(), Clock.systemUTC()))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    new AdminPort(
            system,
            new BuildVersion("1.2.3", "abc1234", "2026-11-20T18:00:00Z"),
            new PrometheusRegistry(),
            clock,
            loggers)
        .register(environment, configuration);
    environment.lifecycle().manage(ShellApplication.managed(parts));
  }

  private AccessLog noting() {
    return new AccessLog() {
      @Override
      public void allowed(Caller caller, Attempt attempt) {}

      @Override
      public void refused(Attempt attempt, int status, String reason) {
        refusals.add(status + " " + attempt + " " + reason);
      }
    };
  }

  private List<SourceTopic> sources() {
    return scene == PageScene.EMPTY
        ? List.of()
        : List.of(new SourceTopic("tracking", "events", OptionalInt.of(scene.partitions())));
  }

  private PartGraph parts() {
    ShownPart odd = new ShownPart(ODD, "store");
    if (scene == PageScene.USUAL) {
      odd.is(new Check.Unwell("it is <i>unwell</i> for this test"));
    }
    ShownPart base = new ShownPart("database");
    if (scene == PageScene.SICK) {
      base.is(new Check.Unwell("no connection within 5 s: Connection refused"));
    }
    return new PartGraph(
        List.of(
            base,
            new ShownPart("store", "database"),
            SettingsParts.of(controls, settings, clock),
            new ShownPart("writer", "store"),
            new ShownPart("topic-tracking", "store"),
            odd,
            new ShownPart("lane-tracking-0", "writer", "topic-tracking"),
            new ShownPart("lane-tracking-1", "writer", "topic-tracking"),
            new ShownPart("lane-tracking-2", "writer", "topic-tracking")));
  }
}
