package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import ch.qos.logback.classic.Level;
import io.dropwizard.servlets.tasks.Task;
import io.tallyman.admin.LogLevels.Change;
import io.tallyman.admin.LogLevels.SetLevel;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * {@code POST /tasks/log-level}: sets the level of loggers, for a time or until it is reverted;
 * lists what is set; reverts it. Takes the place of Dropwizard's task of the same name, which takes
 * an unknown level for DEBUG and forgets what was configured.
 */
final class LogLevelTask extends Task {

  private static final Set<String> PARAMETERS = Set.of("action", "logger", "level", "duration");
  private static final List<Level> LEVELS =
      List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int LONGEST_NAME = 250;

  private final LogLevels levels;

  LogLevelTask(LogLevels levels) {
    super("log-level", "text/plain");
    this.levels = levels;
  }

  @Override
  public void execute(Map<String, List<String>> values, PrintWriter output) {
    Parameters parameters = new Parameters(values);
    parameters.allowOnly(PARAMETERS);
    String action = parameters.optional("action").orElse("set");
    switch (action) {
      case "set" -> set(parameters, output);
      case "list" -> list(parameters, output);
      case "revert" -> revert(parameters, output);
      default ->
          throw new Refused(
              "action is " + shown(action) + "; it is set, list or revert, or left out for set");
    }
  }

  private void set(Parameters parameters, PrintWriter output) {
    List<String> names = loggers(parameters);
    if (names.isEmpty()) {
      throw new Refused("logger is missing; it is a logger's name, such as io.tallyman, or ROOT");
    }
    Level level = level(parameters);
    Duration duration = duration(parameters);
    for (String name : names) {
      output.println(sentence(levels.set(name, level, duration)));
    }
  }

  private void list(Parameters parameters, PrintWriter output) {
    refuseWith("list", parameters, "logger", "level", "duration");
    List<SetLevel> set = levels.list();
    if (set.isEmpty()) {
      output.println("every level is as configured");
    }
    set.forEach(each -> output.println(each.logger() + ": " + each.level() + end(each)));
  }

  private void revert(Parameters parameters, PrintWriter output) {
    refuseWith("revert", parameters, "level", "duration");
    List<String> names = loggers(parameters);
    if (names.isEmpty()) {
      List<SetLevel> reverted = levels.revertAll();
      reverted.forEach(each -> output.println(reverted(each)));
      if (reverted.isEmpty()) {
        output.println("every level was as configured: nothing changed");
      }
    }
    for (String name : names) {
      List<SetLevel> reverted = levels.revert(name);
      reverted.forEach(each -> output.println(reverted(each)));
      if (reverted.isEmpty()) {
        output.println(name + " was as configured: nothing changed");
      }
    }
  }

  private static void refuseWith(String action, Parameters parameters, String... names) {
    for (String name : names) {
      if (!parameters.all(name).isEmpty()) {
        throw new Refused(name + " doesn't go with action=" + action);
      }
    }
  }

  private static List<String> loggers(Parameters parameters) {
    List<String> names = parameters.all("logger");
    for (String name : names) {
      if (name.length() > LONGEST_NAME || !name.matches("[\\p{L}\\p{N}_.$/-]+")) {
        throw new Refused(
            "logger is "
                + shown(name)
                + "; it is a logger's name, such as io.tallyman, or ROOT, of at most "
                + LONGEST_NAME
                + " characters");
      }
    }
    return names.stream()
        .map(
            name -> name.equalsIgnoreCase(Logger.ROOT_LOGGER_NAME) ? Logger.ROOT_LOGGER_NAME : name)
        .distinct()
        .toList();
  }

  private static Level level(Parameters parameters) {
    String allowed = "OFF, ERROR, WARN, INFO, DEBUG or TRACE";
    String given =
        parameters
            .optional("level")
            .orElseThrow(() -> new Refused("level is missing; it is " + allowed));
    return LEVELS.stream()
        .filter(level -> level.toString().equals(given.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new Refused("level is " + shown(given) + "; it is " + allowed));
  }

  private static @Nullable Duration duration(Parameters parameters) {
    String given = parameters.optional("duration").orElse("");
    if (given.isEmpty()) {
      return null;
    }
    try {
      Duration duration =
          given.toUpperCase(Locale.ROOT).startsWith("P")
              ? Duration.parse(given)
              : io.dropwizard.util.Duration.parse(given).toJavaDuration();
      if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException notOne) {
      // answered below, like a duration that is out of range
    }
    throw new Refused(
        "duration is "
            + shown(given)
            + "; it is a time from 1s to 30d, such as 90s, 10m, 2h or PT10M, or left out for as"
            + " long as the service runs");
  }

  private static String sentence(Change change) {
    return change.now().logger()
        + ": "
        + change.before()
        + " -> "
        + change.now().level()
        + end(change.now())
        + (change.unasked()
            ? " (no class has asked for this logger so far: is the name right?)"
            : "");
  }

  private static String end(SetLevel set) {
    return (set.until() == null ? " until it is reverted" : " until " + set.until())
        + ", then "
        + configured(set);
  }

  private static String reverted(SetLevel set) {
    return set.logger() + ": " + set.level() + " -> " + configured(set);
  }

  private static String configured(SetLevel set) {
    return set.configured() == null ? "inherited" : set.configured().toString();
  }
}
