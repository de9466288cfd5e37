package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import ch.qos.logback.classic.Level;
import io.tallyman.admin.LogLevels.Standing;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.log.LevelNames;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingKey;
import io.tallyman.store.StoredSetting;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * {@code POST /tasks/log-level}: sets the level of loggers on this host or on the fleet, for a time
 * or until it is reverted; lists what is set; reverts it. Takes the place of Dropwizard's task of
 * the same name, which takes an unknown level for DEBUG and forgets what was configured.
 */
final class LogLevelTask extends SignedTask {

  private static final Set<String> PARAMETERS =
      Set.of("action", "logger", "level", "for", "duration", "scope", "reason");
  private static final int LONGEST_NAME = 250;

  private final LogLevels levels;
  private final Controls controls;
  private final Clock clock;

  LogLevelTask(LogLevels levels, Controls controls, Clock clock) {
    super("log-level", PARAMETERS);
    this.levels = levels;
    this.controls = controls;
    this.clock = clock;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    switch (parameters.actionOrFirst("set", "list", "revert")) {
      case "list" -> list(parameters, output);
      case "revert" -> revert(parameters, caller, output);
      default -> set(parameters, caller, output);
    }
  }

  private void set(Parameters parameters, String caller, PrintWriter output) {
    List<String> names = loggers(parameters);
    if (names.isEmpty()) {
      throw new Refused("logger is missing; it is a logger's name, such as io.tallyman, or ROOT");
    }
    String level = level(parameters).toString();
    SettingCall call = call(parameters, caller, lasting(parameters));
    List<Standing> before = names.stream().map(levels::standing).toList();
    List<StoredSetting> wanted =
        names.stream().map(name -> call.setting(controls, name, level)).toList();
    Outcome outcome = call.set(controls, wanted);
    for (int at = 0; at < wanted.size(); at++) {
      output.println(sentence(before.get(at), wanted.get(at)));
    }
    output.print(SettingCall.memory(outcome.remembered()));
  }

  private String sentence(Standing before, StoredSetting set) {
    String name = set.key().target();
    Optional<StoredSetting> own =
        set.key().isOfFleet() ? inForce(name, Scope.HOST) : Optional.empty();
    return name
        + ": "
        + before.level()
        + " -> "
        + set.value()
        + (set.key().isOfFleet() ? " on the fleet" : "")
        + end(set)
        + own.map(it -> " (this host keeps " + it.value() + ", which is set for it alone)")
            .orElse("")
        + (before.unasked()
            ? " (no class has asked for this logger so far: is the name right?)"
            : "");
  }

  private void list(Parameters parameters, PrintWriter output) {
    parameters.refuse("list", "logger", "level", "for", "duration", "scope", "reason");
    List<StoredSetting> set =
        controls.inForce().stream().filter(SettingKind.LOG_LEVEL::isOf).toList();
    if (set.isEmpty()) {
      output.println("every level is as configured");
    }
    for (StoredSetting each : set) {
      output.println(
          each.key().target()
              + ": "
              + each.value()
              + (each.key().isOfFleet() ? " on the fleet" : " on this host")
              + " since "
              + each.setAt()
              + " by "
              + each.setBy()
              + end(each)
              + (each.reason().isEmpty() ? "" : " (" + each.reason() + ")"));
    }
  }

  private void revert(Parameters parameters, String caller, PrintWriter output) {
    parameters.refuse("revert", "level", "for", "duration");
    List<String> names = loggers(parameters);
    SettingCall call = call(parameters, caller, null);
    Outcome outcome = call.revert(controls, name -> names.isEmpty() || names.contains(name));
    outcome.changes().forEach(each -> output.println(reverted(each)));
    List<String> untouched = new ArrayList<>(names);
    outcome.changes().forEach(each -> untouched.remove(each.key().target()));
    untouched.forEach(name -> output.println(unchanged(name)));
    if (names.isEmpty() && outcome.changes().isEmpty()) {
      output.println("no level was set for " + call.where() + ": nothing changed");
    }
    output.print(SettingCall.memory(outcome.remembered()));
  }

  private String reverted(SettingChange change) {
    StoredSetting before = change.before();
    SettingKey key = change.key();
    return key.target()
        + ": "
        + (before == null ? "" : before.value())
        + " -> "
        + held(key.target()).map(LogLevelTask::said).orElseGet(() -> configured(key.target()));
  }

  private String unchanged(String name) {
    return held(name)
        .map(it -> name + " is " + said(it) + ": nothing changed")
        .orElse(name + " was as configured: nothing changed");
  }

  private static String said(StoredSetting set) {
    return set.value() + (set.key().isOfFleet() ? ", set for the fleet" : ", set for this host");
  }

  private Optional<StoredSetting> held(String name) {
    return inForce(name, Scope.HOST).or(() -> inForce(name, Scope.FLEET));
  }

  private Optional<StoredSetting> inForce(String name, Scope scope) {
    return controls.inForce().stream()
        .filter(SettingKind.LOG_LEVEL::isOf)
        .filter(each -> each.key().target().equals(name))
        .filter(each -> each.key().isOfFleet() == (scope == Scope.FLEET))
        .findFirst();
  }

  /** Until when a level holds, and what holds then on this host. */
  private String end(StoredSetting set) {
    String name = set.key().target();
    String then =
        set.key().isOfFleet()
            ? configured(name)
            : inForce(name, Scope.FLEET).map(LogLevelTask::said).orElseGet(() -> configured(name));
    return (set.until() == null ? " until it is reverted" : " until " + set.until())
        + ", then "
        + then;
  }

  private String configured(String name) {
    Level level = levels.standing(name).configured();
    return level == null ? "inherited" : level.toString();
  }

  private SettingCall call(Parameters parameters, String caller, @Nullable Duration lasting) {
    return SettingCall.of(SettingKind.LOG_LEVEL, parameters, caller, clock, lasting);
  }

  /** {@code duration} is what {@code for} was called before. */
  private static @Nullable Duration lasting(Parameters parameters) {
    if (parameters.optional("for").isPresent() && parameters.optional("duration").isPresent()) {
      throw new Refused("for and duration are the same; give one of them");
    }
    String name = parameters.optional("duration").isPresent() ? "duration" : "for";
    return parameters.time(name, "until it is reverted");
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
    String given =
        parameters
            .optional("level")
            .orElseThrow(() -> new Refused("level is missing; it is " + LevelNames.ALLOWED));
    return LevelNames.level(given)
        .orElseThrow(
            () -> new Refused("level is " + shown(given) + "; it is " + LevelNames.ALLOWED));
  }
}
