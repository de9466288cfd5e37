package io.tallyman.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.lifecycle.Managed;
import io.tallyman.admin.control.SettingEffect;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.store.StoredSetting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Log levels that are set over the configured ones; what is set for this host goes before what is
 * set for the fleet. A logger goes back to exactly what was configured, also when it was set
 * several times in between, and to inheriting where nothing was. Thread-safe; {@link #stop} brings
 * back every configured level.
 */
final class LogLevels implements Managed, SettingEffect {

  /**
   * How a logger stands.
   *
   * @param level the level that holds, its own or inherited
   * @param configured its own level in the configuration; null where it inherits
   * @param unasked whether no class has asked for a logger of this name so far
   */
  record Standing(Level level, @Nullable Level configured, boolean unasked) {}

  private record Held(@Nullable Level configured, Level level) {}

  private final LoggerContext loggers;
  private final Map<String, Held> held = new TreeMap<>();
  private final Set<String> made = new HashSet<>();

  LogLevels(LoggerContext loggers) {
    this.loggers = loggers;
  }

  @Override
  public void apply(List<StoredSetting> inForce, boolean complete) {
    Map<String, Level> wanted = new TreeMap<>();
    for (boolean fleet : new boolean[] {true, false}) {
      inForce.stream()
          .filter(SettingKind.LOG_LEVEL::isOf)
          .filter(each -> each.key().isOfFleet() == fleet)
          .forEach(each -> wanted.put(each.key().target(), Level.toLevel(each.value())));
    }
    hold(wanted);
  }

  private synchronized void hold(Map<String, Level> wanted) {
    held.forEach(
        (name, before) -> {
          if (!wanted.containsKey(name)) {
            loggers.getLogger(name).setLevel(before.configured());
          }
        });
    held.keySet().retainAll(wanted.keySet());
    wanted.forEach(this::hold);
  }

  private void hold(String name, Level level) {
    Held before = held.get(name);
    if (before != null && before.level().equals(level)) {
      return;
    }
    noteWhetherMade(name);
    Logger logger = loggers.getLogger(name);
    held.put(name, new Held(before == null ? logger.getLevel() : before.configured(), level));
    logger.setLevel(level);
  }

  /** How a logger of this name stands now. */
  synchronized Standing standing(String name) {
    noteWhetherMade(name);
    Logger logger = loggers.getLogger(name);
    Held now = held.get(name);
    return new Standing(
        logger.getEffectiveLevel(),
        now == null ? logger.getLevel() : now.configured(),
        isUnasked(name));
  }

  /** The loggers that have a level of their own, by name. */
  synchronized Map<String, Standing> own() {
    Map<String, Standing> own = new TreeMap<>();
    loggers.getLoggerList().stream()
        .filter(each -> each.getLevel() != null)
        .forEach(each -> own.put(each.getName(), standing(each.getName())));
    return own;
  }

  /** Logback outlives us: what was set goes. */
  @Override
  public void stop() {
    hold(Map.of());
  }

  private void noteWhetherMade(String name) {
    if (loggers.exists(name) == null) {
      made.add(name);
    }
  }

  /** Logback makes a logger when a class asks for it or for one below it, and when we do. */
  private boolean isUnasked(String name) {
    return made.contains(name)
        && loggers.getLoggerList().stream().noneMatch(each -> each.getName().startsWith(name + "."))
        && getClass().getResource("/" + name.replace('.', '/') + ".class") == null;
  }
}
