package io.tallyman.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.net.SyslogAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets of this configuration, to be kept out of whatever leaves the process. The last line
 * of defence: nobody should have said one in the first place. Immutable.
 */
public final class Secrets {

  /** Nothing is secret. */
  public static final Secrets NONE = new Secrets(List.of());

  /** Shorter ones are words, and would be torn out of the middle of others. */
  private static final int LEAST_LENGTH = 6;

  private static final String INSTEAD = "(secret)";

  private final List<String> texts;

  /**
   * @param secrets as they are configured; those of fewer than 6 characters, and those of digits
   *     alone, which are parts of numbers, aren't looked for
   */
  public Secrets(Collection<String> secrets) {
    this.texts =
        secrets.stream()
            .filter(each -> each.length() >= LEAST_LENGTH && !each.matches("[0-9]+"))
            .flatMap(Secrets::forms)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed()) // one may hold another
            .toList();
  }

  /** As it is, inside of JSON, and inside of an address. */
  private static Stream<String> forms(String secret) {
    return Stream.of(
        secret,
        new String(JsonStringEncoder.getInstance().quoteAsString(secret)),
        URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  /** The text with {@code (secret)} in the place of each. */
  public String keepOutOf(String text) {
    String safe = text;
    for (String secret : texts) {
      safe = safe.replace(secret, INSTEAD);
    }
    return safe;
  }

  /** Those that are kept out of this log; none before it is guarded. */
  public static Secrets of(LoggerContext loggers) {
    return loggers.getObject(Secrets.class.getName()) instanceof Secrets known ? known : NONE;
  }

  /**
   * Has every appender that there is write without them, those of single loggers too, and tells
   * whoever asks {@link #of}.
   */
  public void guard(LoggerContext loggers) {
    loggers.putObject(Secrets.class.getName(), this);
    if (!texts.isEmpty()) {
      for (Logger logger : loggers.getLoggerList()) {
        guard(logger.iteratorForAppenders());
      }
    }
  }

  private void guard(Iterator<Appender<ILoggingEvent>> appenders) {
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender instanceof AppenderAttachable<?> wrapper) {
        @SuppressWarnings("unchecked") // it hands on what it is handed
        AppenderAttachable<ILoggingEvent> wrapping = (AppenderAttachable<ILoggingEvent>) wrapper;
        guard(wrapping.iteratorForAppenders());
      } else if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
          && stream.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder) {
        encoder.setLayout(without(encoder.getLayout()));
      } else if (appender instanceof SyslogAppenderBase<ILoggingEvent> syslog) {
        syslog.setLayout(without(syslog.getLayout()));
      }
    }
  }

  private Layout<ILoggingEvent> without(Layout<ILoggingEvent> layout) {
    return layout instanceof GuardedLayout ? layout : new GuardedLayout(layout, this);
  }

  @Override
  public String toString() {
    return texts.size() + " texts that aren't shown";
  }
}
