package io.tallyman.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.lifecycle.Managed;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.logback.SentryAppender;
import java.util.List;
import org.slf4j.Logger;

/**
 * Sends the errors of the log to Sentry, or to what speaks its protocol, from {@link #start} to
 * {@link #stop}. Whoever logs never waits: events wait in a bounded queue, and are dropped when it
 * is full. No secret of the configuration is in them. Sentry's library has one client per process,
 * so there is one tracker at a time.
 */
public final class ErrorTracker implements Managed {

  private static final int MOST_WAITING = 100;
  private static final int MOST_BREADCRUMBS = 30;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int STOP_PATIENCE_MILLIS = 2_000;
  private static final List<String> TAGS =
      List.of("source", "lane", "topic", "partition", RequestIds.MDC_KEY);

  private final ErrorSettings settings;
  private final String release;
  private final String host;
  private final Secrets secrets;
  private final LoggerContext loggers;
  private final SentryAppender appender = new SentryAppender();

  /**
   * @param release which build this is
   * @param host the name of this host
   * @param secrets what is kept out of all that is sent
   * @param loggers whose errors are sent
   */
  public ErrorTracker(
      ErrorSettings settings, String release, String host, Secrets secrets, LoggerContext loggers) {
    this.settings = settings;
    this.release = release;
    this.host = host;
    this.secrets = secrets;
    this.loggers = loggers;
  }

  @Override
  public void start() {
    if (!settings.sends()) {
      return;
    }
    SentryOptions options = options();
    options.setSerializer(new SecretlessSerializer(options.getSerializer(), secrets));
    Sentry.init(options);
    SentryOptions notForInit = new SentryOptions(); // what is running has a higher priority
    notForInit.setDsn(settings.dsn());
    appender.setOptions(notForInit);
    appender.setName("errors");
    appender.setContext(loggers);
    appender.setMinimumEventLevel(settings.level());
    appender.setMinimumBreadcrumbLevel(Level.INFO);
    appender.start();
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private SentryOptions options() {
    SentryOptions options = new SentryOptions();
    options.setDsn(settings.dsn());
    options.setRelease(release);
    options.setEnvironment(settings.environment().isEmpty() ? null : settings.environment());
    options.setServerName(host);
    TAGS.forEach(options::addContextTag);
    options.addInAppInclude("io.tallyman");
    options.setSendDefaultPii(false);
    options.setMaxQueueSize(MOST_WAITING);
    options.setMaxBreadcrumbs(MOST_BREADCRUMBS);
    options.setConnectionTimeoutMillis(PATIENCE_MILLIS);
    options.setReadTimeoutMillis(PATIENCE_MILLIS);
    options.setShutdownTimeoutMillis(STOP_PATIENCE_MILLIS);
    options.setEnableExternalConfiguration(false); // config.yml says it all
    options.setEnableUncaughtExceptionHandler(false); // ours log what they catch
    options.setEnableShutdownHook(false); // Dropwizard's stops us
    options.setEnableAutoSessionTracking(false);
    options.setSendModules(false);
    return options;
  }

  @Override
  public void stop() {
    if (settings.sends()) {
      loggers.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
      appender.stop();
      Sentry.close();
    }
  }
}
