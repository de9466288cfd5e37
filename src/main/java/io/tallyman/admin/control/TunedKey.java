package io.tallyman.admin.control;

import io.tallyman.consume.FlushSettings;
import io.tallyman.consume.LaneValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A key of config.yml that may be set while hosts run, by its path. Whether a value is taken
 * depends on nothing else: all hosts of a fleet take the same.
 *
 * @param key which one
 * @param source of which source; empty where it is for all
 */
public record TunedKey(Key key, String source) {

  /** What a source is read at that has no limit. */
  private static final String UNLIMITED = "unlimited";

  /** The keys, in the order in which they are listed. */
  enum Key {
    INTERVAL("flush.interval", "a time from 10ms to 10m, such as 500ms or 5s"),
    MAX_CELLS("flush.maxCells", "a whole number from 1 to 10000000"),
    MEMORY("flush.memory", "a share of the heap from 1% to 80%"),
    LOGGED_REJECTS("deadLetters.logPerMinute", "a whole number from 0 to 10000"),
    WHOLE_LETTERS("deadLetters.wholePerMinute", "a whole number from 0 to 1000000"),
    EVENTS("sources.*.maxEventsPerSecond", "a whole number from 1 to 100000000, or " + UNLIMITED);

    private final String path;
    private final String allowed;

    Key(String path, String allowed) {
      this.path = path;
      this.allowed = allowed;
    }
  }

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_PERCENT = 80;
  private static final int MOST_CELLS = 10_000_000;
  private static final int MOST_LOGGED = 10_000;
  private static final int MOST_WHOLE = 1_000_000;
  private static final int MOST_EVENTS = 100_000_000;

  /** All keys of a host with these sources. */
  public static List<TunedKey> all(List<String> sources) {
    List<TunedKey> keys = new ArrayList<>();
    for (Key key : Key.values()) {
      Stream<String> of = key == Key.EVENTS ? sources.stream() : Stream.of("");
      of.forEach(source -> keys.add(new TunedKey(key, source)));
    }
    return keys;
  }

  /** The key at this path; empty where there is none that may be set. */
  public static Optional<TunedKey> at(String path) {
    String[] parts = path.split("\\.", -1);
    String source = parts.length == 3 && parts[0].equals("sources") ? parts[1] : "";
    return Arrays.stream(Key.values())
        .map(key -> new TunedKey(key, key == Key.EVENTS ? source : ""))
        .filter(each -> !(each.key == Key.EVENTS && source.isEmpty()))
        .filter(each -> each.path().equals(path))
        .findFirst();
  }

  /** Where it stands in config.yml. */
  public String path() {
    return key.path.replace("*", source);
  }

  /** What it takes, for people to read. */
  public String allowed() {
    return key.allowed;
  }

  /** The value as it is stored; empty where the key doesn't take it. */
  public Optional<String> value(String given) {
    return switch (key) {
      case INTERVAL -> interval(given).map(each -> given.replace(" ", ""));
      case MAX_CELLS -> number(given, 1, MOST_CELLS).map(String::valueOf);
      case MEMORY -> percent(given).map(share -> share + "%");
      case LOGGED_REJECTS -> number(given, 0, MOST_LOGGED).map(String::valueOf);
      case WHOLE_LETTERS -> number(given, 0, MOST_WHOLE).map(String::valueOf);
      case EVENTS ->
          given.toLowerCase(Locale.ROOT).equals(UNLIMITED)
              ? Optional.of(UNLIMITED)
              : number(given, 1, MOST_EVENTS).map(String::valueOf);
    };
  }

  /**
   * What lanes go by where the key has this value; as before where it doesn't take it.
   *
   * @param heapBytes the largest heap of this process
   */
  LaneValues in(LaneValues before, String value, long heapBytes) {
    FlushSettings flush = before.flush();
    return switch (key) {
      case INTERVAL ->
          interval(value)
              .map(it -> new FlushSettings(it, flush.maxCells(), flush.memoryBytes()))
              .map(before::withFlush)
              .orElse(before);
      case MAX_CELLS ->
          number(value, 1, MOST_CELLS)
              .map(it -> new FlushSettings(flush.interval(), it, flush.memoryBytes()))
              .map(before::withFlush)
              .orElse(before);
      case MEMORY ->
          percent(value)
              .map(it -> Math.max(1, heapBytes / 100 * it))
              .map(it -> new FlushSettings(flush.interval(), flush.maxCells(), it))
              .map(before::withFlush)
              .orElse(before);
      case LOGGED_REJECTS ->
          number(value, 0, MOST_LOGGED).map(before::withLoggedRejects).orElse(before);
      case WHOLE_LETTERS ->
          number(value, 0, MOST_WHOLE).map(before::withWholeLetters).orElse(before);
      case EVENTS -> before.withEventsPerSecond(rates(before.eventsPerSecond(), value));
    };
  }

  private Map<String, Integer> rates(Map<String, Integer> before, String value) {
    Map<String, Integer> rates = new TreeMap<>(before);
    if (value.equals(UNLIMITED)) {
      rates.remove(source);
    } else {
      number(value, 1, MOST_EVENTS).ifPresent(rate -> rates.put(source, rate));
    }
    return rates;
  }

  /** How these values say it. */
  public String in(LaneValues values) {
    return switch (key) {
      case INTERVAL -> shown(values.flush().interval());
      case MAX_CELLS -> String.valueOf(values.flush().maxCells());
      case MEMORY -> (values.flush().memoryBytes() >> 20) + "MiB";
      case LOGGED_REJECTS -> String.valueOf(values.loggedRejects());
      case WHOLE_LETTERS -> String.valueOf(values.wholeLetters());
      case EVENTS -> {
        Integer rate = values.eventsPerSecond().get(source);
        yield rate == null ? UNLIMITED : rate.toString();
      }
    };
  }

  private static String shown(Duration time) {
    long millis = time.toMillis();
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  private static Optional<Duration> interval(String given) {
    try {
      Duration time = io.dropwizard.util.Duration.parse(given).toJavaDuration();
      return Optional.of(time)
          .filter(it -> it.compareTo(SHORTEST) >= 0 && it.compareTo(LONGEST) <= 0);
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> percent(String given) {
    return given.endsWith("%")
        ? number(given.substring(0, given.length() - 1), 1, MOST_PERCENT)
        : Optional.empty();
  }

  private static Optional<Integer> number(String given, int least, int most) {
    if (!given.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(given)).filter(it -> it >= least && it <= most);
  }
}
