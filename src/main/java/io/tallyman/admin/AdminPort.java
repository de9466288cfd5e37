package io.tallyman.admin;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.health.HealthFactory;
import io.dropwizard.health.HealthStateAggregator;
import io.dropwizard.health.HealthStatusChecker;
import io.dropwizard.health.response.JsonHealthResponseProvider;
import io.dropwizard.health.response.ServletHealthResponder;
import io.dropwizard.jetty.setup.ServletEnvironment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.admin.health.FlowMetrics;
import io.tallyman.admin.health.HealthRounds;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.lifecycle.PartStatus;
import io.tallyman.repl.Repl;
import io.tallyman.repl.ReplBinding;
import io.tallyman.repl.ReplSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Puts on the admin port what an operator sees and does: the page at {@code /}, {@code /status},
 * {@code /prometheus}, {@code /health-check}, the health checks behind {@code /healthcheck}, and
 * the tasks {@code consumer}, {@code rollup}, {@code config}, {@code positions} and {@code
 * log-level}; and on the application port {@code /api/version}. Everything that it starts,
 * Dropwizard's lifecycle ends.
 */
public final class AdminPort {

  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final int RECENT_ERRORS = 50;

  private final OperatedSystem system;
  private final BuildVersion build;
  private final PrometheusRegistry metrics;
  private final Clock clock;
  private final LoggerContext loggers;

  /**
   * @param system what is shown and steered
   * @param build which build is running
   * @param metrics what {@code /prometheus} shows; those of health, ledger and JVM are added to it
   * @param clock the time that operators read
   * @param loggers where log levels are set
   */
  public AdminPort(
      OperatedSystem system,
      BuildVersion build,
      PrometheusRegistry metrics,
      Clock clock,
      LoggerContext loggers) {
    this.system = system;
    this.build = build;
    this.metrics = metrics;
    this.clock = clock;
    this.loggers = loggers;
  }

  /** Registers all of it; called once, before the server starts. */
  public void register(Environment environment, Configuration configuration) {
    environment.getAdminContext().setErrorHandler(new ErrorAnswers());
    environment.getApplicationContext().setErrorHandler(new ErrorAnswers());
    refuseUnknownParameters(environment.admin());
    refuseUnknownParameters(environment.servlets());
    FactsReader facts = facts(environment);
    LogLevels levels = new LogLevels(loggers);
    registerTasks(environment, levels);
    new OperatorPage(system, facts, levels).register(environment);
    registerStatus(environment, facts);
    registerMetrics(environment, configuration, facts);
    registerHealth(environment, configuration);
  }

  /**
   * Lets operators open a REPL where the settings allow it; to be called when the system is
   * managed, so that the REPL is closed before the system stops.
   */
  public void offerRepl(Environment environment, ReplSettings settings) {
    Repl repl =
        new Repl(
            settings,
            List.of(new ReplBinding("system", OperatedSystem.class, system)),
            new AuditedRepl(system.settings(), clock),
            clock);
    environment.lifecycle().manage(new AutoCloseableManager(repl));
    task(environment, new ReplTask(repl));
  }

  /** Behind every other filter: who isn't let in isn't told which parameters there are. */
  private static void refuseUnknownParameters(ServletEnvironment port) {
    port.addFilter("known-parameters", new KnownParameters())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }

  private void registerTasks(Environment environment, LogLevels levels) {
    environment.lifecycle().manage(levels);
    system.settings().obey(levels);
    task(environment, new LogLevelTask(levels, system.settings(), clock));
    task(environment, new ConsumerTask(system, clock));
    task(environment, new RollupTask(system, clock));
    task(environment, new ConfigTask(system, clock));
    task(environment, new GcTask());
    task(
        environment,
        new PositionsTask(system.positions(), system.sources(), system.settings().host(), clock));
  }

  /** Added as a task too, so that it is listed and takes the place of a stock task of its name. */
  private void task(Environment environment, SignedTask task) {
    environment.admin().addTask(task);
    AttemptNotes notes = new AttemptNotes(system.settings(), clock);
    servlet(environment, "/tasks/" + task.getName(), new OperatorTaskServlet(task, notes));
  }

  /** One reader for all that is shown, so that one read is under way however many ask. */
  private FactsReader facts(Environment environment) {
    ExecutorService reader =
        environment
            .lifecycle()
            .executorService("status-facts", AdminPort::daemon)
            .minThreads(1)
            .maxThreads(1)
            .shutdownTime(io.dropwizard.util.Duration.seconds(0))
            .build();
    return new FactsReader(system.stored(), reader, clock, PATIENCE);
  }

  /** A read that is stuck in a dead database must not keep the process. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "status-facts");
    thread.setDaemon(true);
    return thread;
  }

  private void registerStatus(Environment environment, FactsReader facts) {
    RecentErrors errors = new RecentErrors(loggers, RECENT_ERRORS);
    environment.lifecycle().manage(errors);
    StatusReport report = new StatusReport(system, build, facts, errors, clock);
    servlet(environment, "/status", new StatusServlet(report, environment.getObjectMapper()));
    environment
        .servlets()
        .addServlet(
            "version",
            new JsonServlet(() -> VersionDocument.of(build), environment.getObjectMapper()))
        .addMapping("/api/version");
  }

  private void registerMetrics(
      Environment environment, Configuration configuration, FactsReader facts) {
    metrics.register(new LedgerMetrics(facts, system.sources()));
    metrics.register(new FlowMetrics(system.health(), system.lanes()));
    Info.builder()
        .name("tallyman_build_info")
        .help("Which build is running; always 1.")
        .labelNames("version", "commit")
        .register(metrics)
        .setLabelValues(build.version(), build.commit());
    JvmMetrics.builder().register(metrics);
    servlet(environment, "/prometheus", new PrometheusMetricsServlet(metrics));
    if (!configuration.getMetricsFactory().getReporters().isEmpty()) {
      MetricsBridge.begin(
          new MetricsBridge(metrics, environment.metrics()),
          environment.lifecycle().scheduledExecutorService("metrics-bridge", true).build());
    }
  }

  private void registerHealth(Environment environment, Configuration configuration) {
    HealthRounds.begin(
        system.health(),
        environment
            .lifecycle()
            .scheduledExecutorService("health-%d", true)
            .threads(2)
            .shutdownTime(io.dropwizard.util.Duration.seconds(0))
            .build());
    PartGraph parts = system.parts();
    environment
        .healthChecks()
        .register("started", new HealthAfterStart(parts, new StartedHealth(parts)));
    environment.healthChecks().register("threads", new ThreadsHealth(parts));
    for (PartStatus part : parts.states()) {
      environment
          .healthChecks()
          .register(part.name(), new HealthAfterStart(parts, new PartHealth(parts, part.name())));
    }
    for (SourceTopic source : system.sources().get()) {
      environment
          .healthChecks()
          .register(
              "source-" + source.source(), new SourceHealth(source.source(), system.health()));
    }
    if (configuration.getHealthFactory().filter(AdminPort::isEnabled).isPresent()) {
      registerScheduledHealth(environment);
    }
  }

  private static boolean isEnabled(HealthFactory health) {
    return !(health instanceof DefaultHealthFactory factory) || factory.isEnabled();
  }

  /**
   * Dropwizard serves this on the application port only, which a load balancer asks; an operator
   * asks on the admin port.
   */
  private static void registerScheduledHealth(Environment environment) {
    HealthStateAggregator states = environment.health().healthStateAggregator();
    if (states instanceof HealthStatusChecker overall) {
      servlet(
          environment,
          "/health-check",
          new ServletHealthResponder(
              new JsonHealthResponseProvider(overall, states, environment.getObjectMapper()),
              true,
              "no-store"));
    }
  }

  static void servlet(Environment environment, String path, HttpServlet servlet) {
    environment.admin().addServlet(path.substring(1).replace('/', '-'), servlet).addMapping(path);
  }
}
