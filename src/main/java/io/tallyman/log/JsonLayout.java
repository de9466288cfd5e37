package io.tallyman.log;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One JSON object per line, whatever is said: {@code timestamp} (ISO-8601 with milliseconds, always
 * UTC), {@code level}, {@code logger}, {@code thread}, {@code message}, {@code mdc} (an object of
 * texts, left out when empty) and {@code exception} (the stack trace, the root cause first; left
 * out when there is none). Thread-safe once started.
 */
public final class JsonLayout extends LayoutBase<ILoggingEvent> {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final JsonFactory json = new JsonFactory();
  private final ThrowableProxyConverter exceptions = new RootCauseFirstThrowableProxyConverter();

  @Override
  public void start() {
    exceptions.start();
    super.start();
  }

  @Override
  public void stop() {
    super.stop();
    exceptions.stop();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("timestamp", TIMESTAMP.format(event.getInstant()));
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("logger", event.getLoggerName());
      out.writeStringField("thread", event.getThreadName());
      out.writeStringField("message", event.getFormattedMessage());
      writeContext(event.getMDCPropertyMap(), out);
      if (event.getThrowableProxy() != null) {
        out.writeStringField("exception", exceptions.convert(event));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter takes everything", e);
    }
    return line.append('\n').toString();
  }

  private static void writeContext(Map<String, String> context, JsonGenerator out)
      throws IOException {
    if (context.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("mdc");
    for (Map.Entry<String, String> each : new TreeMap<>(context).entrySet()) {
      out.writeStringField(each.getKey(), each.getValue());
    }
    out.writeEndObject();
  }
}
