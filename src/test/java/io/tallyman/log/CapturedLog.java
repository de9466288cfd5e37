package io.tallyman.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What one class logs, at every level, with its MDC at that moment; until it is closed. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  /** One line. */
  public record Line(Level level, String message, Map<String, String> mdc) {}

  private final Logger logger;
  private final Level before;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private CapturedLog(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
  }

  public static CapturedLog of(Class<?> type) {
    Logger logger = (Logger) LoggerFactory.getLogger(type);
    CapturedLog captured = new CapturedLog(logger);
    captured.setContext(logger.getLoggerContext());
    captured.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(captured);
    return captured;
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(
        new Line(
            event.getLevel(), event.getFormattedMessage(), Map.copyOf(event.getMDCPropertyMap())));
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(before);
    stop();
  }
}
