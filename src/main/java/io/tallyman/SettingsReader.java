package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.consume.ConsumerProperties;
import io.tallyman.consume.FlushSettings;
import io.tallyman.consume.KafkaSettings;
import io.tallyman.consume.LaneValues;
import io.tallyman.decode.SchemaSettings;
import io.tallyman.event.Problem;
import io.tallyman.rollup.RollupDefinition;
import io.tallyman.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads Tallyman's sections of {@code config.yml}; reports everything that is wrong with them. */
final class SettingsReader {

  private static final Duration AUDIT_KEPT = Duration.ofDays(400);
  private static final Duration SHORTEST_AUDIT = Duration.ofDays(1);

  private final long heapBytes;
  private final Consumer<Problem> problems;

  /**
   * @param heapBytes the largest heap of this process, of which shares are taken
   */
  SettingsReader(long heapBytes, Consumer<Problem> problems) {
    this.heapBytes = heapBytes;
    this.problems = problems;
  }

  /** The keys that are Tallyman's own; all others are Dropwizard's. */
  static List<String> sections() {
    return List.of(
        "host",
        "database",
        "kafka",
        "schemas",
        "flush",
        "deadLetters",
        "audit",
        "sources",
        "rollups",
        "access",
        "healthLimits",
        "errors",
        "activity",
        "repl");
  }

  Settings read(JsonNode file) {
    Section whole = new Section("", file, problems);
    KafkaSettings kafka = kafka(whole.section("kafka"));
    new ConsumerProperties(kafka).check(problems);
    List<Settings.Source> sources = new SourceReader().read(whole.section("sources"));
    List<RollupDefinition> rollups = new RollupReader(sources).read(whole.section("rollups"));
    Switches switches = new Switches(sources, rollups);
    switches.check(problems);
    Section letters = whole.section("deadLetters");
    Settings settings =
        new Settings(
            host(whole),
            database(whole.section("database")),
            kafka,
            schemas(whole.section("schemas")),
            flush(whole.section("flush")),
            letters.whole("logPerMinute", LaneValues.LOGGED_REJECTS, 0, 10_000),
            letters.whole("wholePerMinute", LaneValues.WHOLE_LETTERS, 0, 1_000_000),
            auditKept(whole.section("audit")),
            switches.sources(),
            switches.rollups(),
            switches.switchedOff(),
            new AccessReader().read(whole.section("access")),
            new HealthLimitsReader().read(whole.section("healthLimits")),
            new OutsideReader().errors(whole.section("errors")),
            new OutsideReader().activity(whole.section("activity")),
            new ReplReader().read(whole.section("repl")));
    letters.finish();
    return settings;
  }

  private static String host(Section whole) {
    String host = whole.optionalText("host").orElse("");
    if (!host.matches("[A-Za-z0-9._-]{0,64}")) {
      whole.problem(
          "host",
          "'" + host + "' is no name of a host",
          "write at most 64 letters, digits, dots, hyphens and underscores");
      return "";
    }
    return host;
  }

  private DatabaseSettings database(Section section) {
    String url = section.text("url");
    String user = section.text("user");
    String password = section.optionalText("password").orElse("");
    boolean migrate = section.flag("migrate", false);
    section.finish();
    try {
      return new DatabaseSettings(url, user, password, migrate);
    } catch (IllegalArgumentException e) {
      problems.accept(new Problem("database.url", withoutPrefix(e), "mend it"));
      return new DatabaseSettings("jdbc:mysql://127.0.0.1/refused", user, password, migrate);
    }
  }

  private static String withoutPrefix(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^database\\.url ", "");
  }

  private static KafkaSettings kafka(Section section) {
    Section more = section.section("properties");
    Map<String, String> properties = new LinkedHashMap<>();
    more.nodes().keySet().forEach(key -> properties.put(key, more.text(key)));
    KafkaSettings kafka =
        new KafkaSettings(
            section.text("bootstrapServers"),
            section.text("groupId"),
            section.optionalText("groupInstanceId"),
            properties);
    section.finish();
    return kafka;
  }

  private static SchemaSettings schemas(Section section) {
    Section registry = section.section("registry");
    if (registry.has("url")) {
      registry.problem(
          "url",
          "this version reads schemas from schemas.directory only",
          "put the writers' .avsc files there, each with its \"tallyman.id\", and take the url"
              + " out");
    }
    registry.finish();
    SchemaSettings schemas =
        new SchemaSettings(section.optionalText("directory").map(Path::of).orElse(null));
    section.finish();
    return schemas;
  }

  private static Optional<Duration> auditKept(Section section) {
    boolean forever = section.optionalText("retain").filter("forever"::equals).isPresent();
    Duration kept = forever ? AUDIT_KEPT : section.duration("retain").orElse(AUDIT_KEPT);
    if (kept.compareTo(SHORTEST_AUDIT) < 0) {
      section.problem("retain", "it is shorter than a day", "write 1d or more, or forever");
    }
    section.finish();
    return forever ? Optional.empty() : Optional.of(kept);
  }

  private FlushSettings flush(Section section) {
    Duration interval = section.duration("interval").orElse(Duration.ofSeconds(1));
    if (interval.compareTo(Duration.ofMillis(10)) < 0) {
      section.problem("interval", "it is shorter than 10ms", "write 1s");
      interval = Duration.ofSeconds(1);
    }
    FlushSettings flush =
        new FlushSettings(
            interval,
            section.whole("maxCells", 200_000, 1, 10_000_000),
            section.shareOrSize("memory", "25%", heapBytes));
    section.finish();
    return flush;
  }
}
