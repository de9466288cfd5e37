package io.tallyman.admin;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.access.AccessFilter;
import io.tallyman.access.AccessSettings;
import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.RollupEffect;
import io.tallyman.admin.control.SettingsParts;
import io.tallyman.admin.control.TuningEffect;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.TopicCheck;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartGraph;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;

/** An admin port behind its filter, of a host that has had an hour with something of everything. */
public final class PageService extends Application<Configuration> {

  static final String ODD = "<b>odd</b>";

  private static final int PARTITIONS = 12;
  private static final int HELD = 8;
  private static final Duration STEP = Duration.ofSeconds(30);

  final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  final ConsumerToggles toggles = new ConsumerToggles();
  final Levers levers = TestLevers.fresh();
  final MemorySettings settings = new MemorySettings();
  final Controls controls = new Controls(settings, "host-1", clock);

  @Override
  public void initialize(Bootstrap<Configuration> bootstrap) {
    bootstrap.registerMetrics();
  }

  @Override
  public void run(Configuration configuration, Environment environment) {
    controls.obey(new RollupEffect(levers.pausedRollups()));
    controls.obey(new TuningEffect(levers.tuning(), 1 << 30));
    controls.obey(new ConsumerEffect(toggles, clock));
    StagedFlow flow = anHour();
    clock.advance(Duration.ofHours(1));
    PartGraph parts = parts();
    OperatedSystem system =
        new OperatedSystem(
            parts,
            controls,
            toggles,
            levers,
            () -> List.of(new SourceTopic("tracking", "events", OptionalInt.of(PARTITIONS))),
            () -> List.of(flow.lane()),
            flow.watch(),
            new SwitchableDatabase(),
            new MovedPositions(
                (source, topic) -> new TopicCheck.Answer.Trouble("no broker answers"),
                new StandingPositions()));
    environment
        .admin()
        .addFilter(
            "access",
            new AccessFilter(AccessSettings.NONE, new LoggedRefusals(clock), Clock.systemUTC()))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    new AdminPort(
            system,
            new BuildVersion("1.2.3", "abc1234", "2026-11-20T18:00:00Z"),
            new PrometheusRegistry(),
            clock,
            loggers)
        .register(environment, configuration);
    environment.lifecycle().manage(managed(parts));
  }

  private static Managed managed(PartGraph parts) {
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

  private PartGraph parts() {
    ShownPart odd = new ShownPart(ODD, "store");
    odd.is(new Check.Unwell("it is <i>unwell</i> for this test"));
    return new PartGraph(
        List.of(
            new ShownPart("database"),
            new ShownPart("store", "database"),
            SettingsParts.of(controls, settings, clock),
            new ShownPart("writer", "store"),
            new ShownPart("topic-tracking", "store"),
            odd,
            new ShownPart("lane-tracking-0", "writer", "topic-tracking"),
            new ShownPart("lane-tracking-1", "writer", "topic-tracking"),
            new ShownPart("lane-tracking-2", "writer", "topic-tracking")));
  }

  /** Waves of lag, partitions of another host, and one that is stopped. */
  private StagedFlow anHour() {
    StagedFlow flow = new StagedFlow().toggles(toggles::list);
    for (int step = 0; step < 120; step++) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        long end = 10_000L + step * 500L;
        double wave = Math.sin((step + 9 * partition) / 11.0) + 1;
        long stored = end - Math.round(wave * 40 * (1 + partition)) - step % 7;
        flow.log(partition, end);
        if (partition < HELD) {
          flow.counting(partition, stored, flow.now().minusSeconds(2 + partition));
        } else {
          flow.row(partition, stored, "host-2/4711", flow.now().minusSeconds(20));
        }
      }
      flow.pass(STEP);
    }
    return flow.stopped(
        5, PartitionStatus.Stop.LOSS, "the log starts at 250, and 100 to 249 aren't counted");
  }
}
