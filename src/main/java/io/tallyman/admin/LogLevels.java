package io.tallyman.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Log levels that an operator has set over the configured ones, each for a time or until it is
 * reverted. A logger goes back to exactly what was configured, also when it was set several times
 * in between, and to inheriting where nothing was. Thread-safe; {@link #stop} reverts everything.
 */
final class LogLevels implements Managed {

  /**
   * A level that is set over the configured one.
   *
   * @param logger the logger's name
   * @param configured its own level in the configuration; null where it inherits
   * @param level the level that holds now
   * @param until when the configured level comes back; null when only a revert brings it back
   */
  record SetLevel(
      String logger, @Nullable Level configured, Level level, @Nullable Instant until) {}

  /**
   * What setting a level did.
   *
   * @param before the level that held before, by itself or inherited
   * @param now what holds now
   * @param unasked whether no class has asked for a logger of this name so far
   */
  record Change(Level before, SetLevel now, boolean unasked) {}

  private record Held(SetLevel set, @Nullable Future<?> end) {}

  private final LoggerContext loggers;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Map<String, Held> held = new TreeMap<>();
  private final Set<String> made = new HashSet<>();

  LogLevels(LoggerContext loggers, Clock clock, ScheduledExecutorService timer) {
    this.loggers = loggers;
    this.clock = clock;
    this.timer = timer;
  }

  /**
   * Sets the level of one logger. An earlier level that was set is forgotten, with its end.
   *
   * @param duration for how long; null for until it is reverted
   */
  synchronized Change set(String name, Level level, @Nullable Duration duration) {
    boolean unasked = isUnasked(name);
    Logger logger = loggers.getLogger(name);
    Level before = logger.getEffectiveLevel();
    Held earlier = held.get(name);
    Level configured = earlier == null ? logger.getLevel() : earlier.set().configured();
    Instant until = duration == null ? null : clock.instant().plus(duration);
    SetLevel now = new SetLevel(name, configured, level, until);
    Future<?> end =
        duration == null
            ? null
            : timer.schedule(() -> end(now), duration.toMillis(), TimeUnit.MILLISECONDS);
    cancelEnd(earlier);
    held.put(name, new Held(now, end));
    logger.setLevel(level);
    return new Change(before, now, unasked);
  }

  /** Brings the configured level of one logger back; empty when none was set over it. */
  synchronized List<SetLevel> revert(String name) {
    Held ended = held.remove(name);
    if (ended == null) {
      return List.of();
    }
    cancelEnd(ended);
    loggers.getLogger(name).setLevel(ended.set().configured());
    return List.of(ended.set());
  }

  /** Brings every configured level back. */
  synchronized List<SetLevel> revertAll() {
    List<SetLevel> reverted = new ArrayList<>();
    for (String name : List.copyOf(held.keySet())) {
      reverted.addAll(revert(name));
    }
    return reverted;
  }

  /** Logback outlives us: what was set goes, and no timer stays behind. */
  @Override
  public void stop() {
    revertAll();
  }

  /** All levels that are set over configured ones, by logger. */
  synchronized List<SetLevel> list() {
    return held.values().stream().map(Held::set).toList();
  }

  /**
   * A timer that fires while its level is set anew must not end the new one: hence the identity.
   */
  @SuppressWarnings("ReferenceEquality")
  private synchronized void end(SetLevel set) {
    Held now = held.get(set.logger());
    if (now != null && now.set() == set) {
      revert(set.logger());
    }
  }

  private static void cancelEnd(@Nullable Held ended) {
    if (ended != null && ended.end() != null) {
      ended.end().cancel(false);
    }
  }

  /** Logback makes a logger when a class asks for it or for one below it, and when we do. */
  private boolean isUnasked(String name) {
    if (loggers.exists(name) == null) {
      made.add(name);
    }
    return made.contains(name)
        && loggers.getLoggerList().stream().noneMatch(each -> each.getName().startsWith(name + "."))
        && getClass().getResource("/" + name.replace('.', '/') + ".class") == null;
  }
}
