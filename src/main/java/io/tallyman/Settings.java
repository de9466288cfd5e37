package io.tallyman;

import io.tallyman.access.AccessSettings;
import io.tallyman.activity.WebhookSettings;
import io.tallyman.admin.health.HealthLimits;
import io.tallyman.consume.FlushSettings;
import io.tallyman.consume.KafkaSettings;
import io.tallyman.consume.SourceSettings;
import io.tallyman.decode.Framing;
import io.tallyman.decode.SchemaSettings;
import io.tallyman.log.ErrorSettings;
import io.tallyman.repl.ReplSettings;
import io.tallyman.rollup.RollupDefinition;
import io.tallyman.store.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code config.yml} says, beside Dropwizard's own sections.
 *
 * @param host what this host is called; empty for the machine's own name
 * @param loggedRejects how many rejected records a lane writes to the log in a minute
 * @param wholeLetters how many dead letters a lane keeps whole in a minute
 * @param auditKept for how long lines of the audit are kept; empty for ever
 * @param sources those that are switched on, in the order of the file
 * @param rollups those of these sources, in the order of the file
 * @param switchedOff the sources that are left out, in the order of the file
 * @param access who may do what on the admin port
 * @param healthLimits from when on something is worth an operator's look
 * @param errors where errors are sent
 * @param activity where people are told what happens
 * @param repl whether operators may open a REPL
 */
record Settings(
    String host,
    DatabaseSettings database,
    KafkaSettings kafka,
    SchemaSettings schemas,
    FlushSettings flush,
    int loggedRejects,
    int wholeLetters,
    Optional<Duration> auditKept,
    List<Source> sources,
    List<RollupDefinition> rollups,
    List<SwitchedOff> switchedOff,
    AccessSettings access,
    HealthLimits healthLimits,
    ErrorSettings errors,
    WebhookSettings activity,
    ReplSettings repl) {

  Settings {
    sources = List.copyOf(sources);
    rollups = List.copyOf(rollups);
    switchedOff = List.copyOf(switchedOff);
  }

  /**
   * One source.
   *
   * @param consume how it is consumed
   * @param framing how its values name their schema
   * @param schema the full name of the schema whose fields rollups may name
   * @param eventTime the field of the event's time, or {@code $timestamp}
   * @param enabled whether it is read at all
   */
  record Source(
      SourceSettings consume, Framing framing, String schema, String eventTime, boolean enabled) {

    String name() {
      return consume.name();
    }
  }

  /**
   * A source that isn't read, and its rollups, which aren't counted and need no tables. Their words
   * are checked; whether they fit the schemas isn't.
   *
   * @param source the source's name
   * @param rollups the names of its rollups, in the order of the file
   */
  record SwitchedOff(String source, List<String> rollups) {

    SwitchedOff {
      rollups = List.copyOf(rollups);
    }

    @Override
    public String toString() {
      return "source "
          + source
          + " is switched off (sources."
          + source
          + ".enabled)"
          + (rollups.isEmpty() ? "" : ", and its rollups with it: " + String.join(", ", rollups));
    }
  }
}
