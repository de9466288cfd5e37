package io.tallyman;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.access.AccessFilter;
import io.tallyman.access.AccessLog;
import io.tallyman.admin.AdminPort;
import io.tallyman.admin.AuditedAccess;
import io.tallyman.admin.BuildVersion;
import io.tallyman.admin.LoggedRefusals;
import io.tallyman.log.RequestIds;
import jakarta.servlet.DispatcherType;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * {@code java -jar tallyman.jar server|check|migrate|produce|ledger|smoke config.yml} and {@code
 * ctl}: Dropwizard as the shell around the system.
 */
public final class TallymanApplication extends Application<TallymanConfiguration> {

  public static void main(String[] arguments) throws Exception {
    new TallymanApplication().run(arguments);
  }

  private List<String> words = List.of();

  /** A command's name is taken whole: to the parser any beginning of it would do. */
  @Override
  public void run(String... arguments) throws Exception {
    words = List.of(arguments);
    Optional<String> refusal = CommandNames.refusal(words, commands());
    if (refusal.isPresent()) {
      CommandFailure failure = new CommandFailure(refusal.get());
      Failures.print(failure, new PrintWriter(System.err, true, UTF_8));
      onFatalError(failure);
    } else {
      super.run(arguments);
    }
  }

  @Override
  public String getName() {
    return "tallyman";
  }

  @Override
  public void initialize(Bootstrap<TallymanConfiguration> bootstrap) {
    bootstrap.setConfigurationFactoryFactory(
        (type, validator, mapper, prefix) ->
            new TallymanConfigurationFactory(validator, mapper, prefix));
  }

  @Override
  protected void addDefaultCommands(Bootstrap<TallymanConfiguration> bootstrap) {
    commands().forEach(bootstrap::addCommand);
  }

  private List<Command> commands() {
    return List.of(
        new ServeCommand(this),
        new CheckCommand(),
        new MigrateCommand(),
        new ProduceCommand(),
        new LedgerCommand(),
        new SmokeCommand(),
        new HashPasswordCommand(),
        new CtlCommand(words));
  }

  /** A command that has exit codes of its own says which; with the others any failure is a 1. */
  @Override
  protected void onFatalError(Throwable failure) {
    System.exit(CtlCommand.exitCode(failure));
  }

  @Override
  public void run(TallymanConfiguration configuration, Environment environment) {
    Clock clock = Clock.systemUTC();
    PrometheusRegistry metrics = new PrometheusRegistry();
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    Settings settings = configuration.blueprint().settings();
    Identity identity = Identity.of(settings.host());
    BuildVersion build = BuildVersion.running();
    configuration.secrets().guard(loggers);
    Outside outside = new Outside(settings, configuration.secrets(), identity, build, clock);
    outside.sendErrors(environment, loggers);
    TallymanSystem system =
        new TallymanSystem(configuration.blueprint(), metrics, identity, clock, System::nanoTime);
    AdminPort admin = new AdminPort(system.operated(), build, metrics, clock, loggers);
    AccessLog attempts =
        new AuditedAccess(new LoggedRefusals(clock), system.operated().settings(), clock);
    guard(environment, new AccessFilter(settings.access(), attempts, clock));
    identifyRequests(environment);
    environment.lifecycle().addEventListener(new ConnectionLimit());
    environment
        .lifecycle()
        .addEventListener(
            new LifeLog(
                build.version(),
                settings.sources(),
                StopBudget.of(configuration),
                System::nanoTime));
    environment
        .lifecycle()
        .addEventListener(
            new SlowHeads(
                environment.lifecycle().scheduledExecutorService("slow-heads", true).build(),
                System::nanoTime));
    admin.register(environment, configuration);
    environment.jersey().disable(); // there is nothing to ask yet; the dashboard comes with queries
    environment.lifecycle().manage(system);
    admin.offerRepl(environment, settings.repl());
    outside.tellActivity(environment, system.operated().settings());
  }

  /**
   * Refusals have ids too: the filter that is added last is the first on a request's way. It is
   * there again where an error is answered, which takes fields away.
   */
  private static void identifyRequests(Environment environment) {
    EnumSet<DispatcherType> all = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR);
    environment
        .admin()
        .addFilter("request-ids", new RequestIds())
        .addMappingForUrlPatterns(all, false, "/*");
    environment
        .servlets()
        .addFilter("request-ids", new RequestIds())
        .addMappingForUrlPatterns(all, false, "/*");
  }

  private static void guard(Environment environment, AccessFilter filter) {
    environment
        .admin()
        .addFilter("access", filter)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }
}
