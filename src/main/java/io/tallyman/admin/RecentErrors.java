package io.tallyman.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.dropwizard.lifecycle.Managed;
import io.tallyman.log.Secrets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;

/**
 * The newest warnings and errors of the log, as many as fit, without secrets, the newest first. One
 * that is said again right after itself is counted instead of kept twice. It listens from {@link
 * #start} to {@link #stop}. Thread-safe.
 */
final class RecentErrors extends AppenderBase<ILoggingEvent> implements Managed {

  /**
   * A warning or an error.
   *
   * @param at when it was said last
   * @param level {@code WARN} or {@code ERROR}
   * @param logger who said it
   * @param message what was said, with what the exception said
   * @param times how often it was said in a row
   */
  record Entry(Instant at, String level, String logger, String message, long times) {}

  private static final int LONGEST_MESSAGE = 500;

  private final LoggerContext loggers;
  private final int most;
  private final Deque<Entry> entries = new ArrayDeque<>();

  RecentErrors(LoggerContext loggers, int most) {
    this.loggers = loggers;
    this.most = most;
    setName("recent-errors");
    setContext(loggers);
  }

  @Override
  public void start() {
    super.start();
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
  }

  @Override
  public void stop() {
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
    super.stop();
  }

  /** The newest first. */
  List<Entry> newest() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return;
    }
    Entry entry =
        new Entry(
            event.getInstant(),
            event.getLevel().toString(),
            event.getLoggerName(),
            message(event),
            1);
    synchronized (entries) {
      Entry before = entries.peekFirst();
      if (before != null && before.message().equals(entry.message())) {
        entries.removeFirst();
        entry =
            new Entry(
                entry.at(), entry.level(), entry.logger(), entry.message(), before.times() + 1);
      }
      entries.addFirst(entry);
      if (entries.size() > most) {
        entries.removeLast();
      }
    }
  }

  private String message(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    String message =
        failure == null
            ? event.getFormattedMessage()
            : event.getFormattedMessage()
                + ": "
                + failure.getClassName()
                + ": "
                + failure.getMessage();
    String safe = Secrets.of(loggers).keepOutOf(message);
    return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "...";
  }
}
