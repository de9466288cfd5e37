package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyman.event.Problem;
import io.tallyman.log.LevelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at the levels in the section {@code logging}, which is Dropwizard's: it takes a level that
 * it doesn't know for DEBUG, and says nothing.
 */
final class LoggingReader {

  private static final String LEVEL = "level";
  private static final String THRESHOLD = "threshold";

  private final Consumer<Problem> problems;

  LoggingReader(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** Takes the levels out that are empty, as those of variables that aren't set. */
  void look(JsonNode logging) {
    look("logging", logging, LEVEL);
    lookAtLoggers(logging.path("loggers"));
    int number = 0;
    for (JsonNode appender : logging.path("appenders")) {
      look("logging.appenders[" + number++ + "]", appender, THRESHOLD);
    }
  }

  private void lookAtLoggers(JsonNode loggers) {
    List<String> names = new ArrayList<>();
    loggers.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (loggers.path(name).isObject()) {
        look("logging.loggers." + name, loggers.path(name), LEVEL);
      } else {
        look("logging.loggers", loggers, name);
      }
    }
  }

  private void look(String path, JsonNode section, String key) {
    String written = section.path(key).asText();
    if (section.path(key).isTextual() && written.isEmpty()) {
      ((ObjectNode) section).remove(key);
    } else if (section.path(key).isTextual() && LevelNames.level(written).isEmpty()) {
      problems.accept(
          new Problem(
              path + "." + key, "'" + written + "' is no level", "write " + LevelNames.ALLOWED));
    }
  }
}
