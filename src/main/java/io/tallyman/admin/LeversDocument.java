package io.tallyman.admin;

import ch.qos.logback.classic.Level;
import io.tallyman.admin.LogLevels.Standing;
import io.tallyman.admin.control.TunedKey;
import io.tallyman.consume.LaneTuning;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /levers} shows: what can be set on this host while it runs, and how it stands.
 * Who has set it, and until when, is in {@code /status}.
 *
 * @param rollups what {@code /tasks/rollup} takes, in the order of config.yml
 * @param keys what {@code /tasks/config} takes
 * @param loggers the loggers that have a level of their own; {@code /tasks/log-level} takes others
 *     too
 */
record LeversDocument(List<Rollup> rollups, List<Key> keys, List<Logger> loggers) {

  /**
   * One rollup.
   *
   * @param rollup its name
   * @param paused whether this host leaves it out
   */
  record Rollup(String rollup, boolean paused) {}

  /**
   * One key of config.yml.
   *
   * @param key its path
   * @param value what holds
   * @param configured what config.yml says
   * @param allowed what it takes, for people to read
   */
  record Key(String key, String value, String configured, String allowed) {}

  /**
   * One logger.
   *
   * @param logger its name
   * @param level what holds
   * @param configured its own level in config.yml; null where it inherits
   */
  record Logger(String logger, String level, @Nullable String configured) {}

  static LeversDocument of(OperatedSystem system, LogLevels levels) {
    Levers levers = system.levers();
    List<String> sources = system.sources().get().stream().map(SourceTopic::source).toList();
    return new LeversDocument(
        levers.rollups().stream()
            .map(each -> new Rollup(each, levers.pausedRollups().isPaused(each)))
            .toList(),
        TunedKey.all(sources).stream().map(each -> key(each, levers.tuning())).toList(),
        levels.own().entrySet().stream().map(LeversDocument::logger).toList());
  }

  private static Key key(TunedKey key, LaneTuning tuning) {
    return new Key(key.path(), key.in(tuning.values()), key.in(tuning.configured()), key.allowed());
  }

  private static Logger logger(Map.Entry<String, Standing> standing) {
    Level configured = standing.getValue().configured();
    return new Logger(
        standing.getKey(),
        standing.getValue().level().toString(),
        configured == null ? null : configured.toString());
  }
}
