package io.tallyman;

import io.tallyman.consume.SourceSettings;
import io.tallyman.consume.StartFrom;
import io.tallyman.decode.Framing;
import io.tallyman.rollup.EventTime;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the sources of {@code config.yml}. */
final class SourceReader {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,47}");
  private static final int MOST_LANES = 64;
  private static final int MOST_EVENTS_PER_SECOND = 100_000_000;

  List<Settings.Source> read(Section sources) {
    List<Settings.Source> read = new ArrayList<>();
    for (Map.Entry<String, Section> entry : sources.sections().entrySet()) {
      read.add(source(entry.getKey(), entry.getValue()));
    }
    if (read.isEmpty()) {
      sources.problem(
          "", "there is no source", "declare the topic to read, as config.yml of the project does");
    }
    return read;
  }

  private static Settings.Source source(String name, Section section) {
    if (!NAME.matcher(name).matches()) {
      section.problem(
          "",
          "'" + name + "' can't name a source",
          "use a lower-case letter, then letters, digits, _ and -, at most 48 characters");
    }
    for (String later : List.of("eventId", "dedupWindow")) {
      if (section.has(later)) {
        section.problem(
            later,
            "this version doesn't drop duplicates",
            "take it out: each record is counted once, repeats of an event too");
      }
    }
    Settings.Source source =
        new Settings.Source(
            new SourceSettings(
                name,
                section.text("topic"),
                section.whole("consumers", 1, 1, MOST_LANES),
                section.has("maxEventsPerSecond")
                    ? OptionalInt.of(
                        section.whole("maxEventsPerSecond", 10_000, 1, MOST_EVENTS_PER_SECOND))
                    : OptionalInt.empty(),
                startFrom(section)),
            framing(section),
            section.text("schema"),
            section.optionalText("eventTime").orElse(EventTime.RECORD_TIMESTAMP),
            section.flag("enabled", true));
    section.finish();
    return source;
  }

  private static Framing framing(Section section) {
    String label = section.optionalText("framing").orElse(Framing.CONFLUENT.label());
    Optional<Framing> framing =
        Stream.of(Framing.values()).filter(each -> each.label().equals(label)).findFirst();
    if (framing.isEmpty()) {
      String labels =
          Stream.of(Framing.values()).map(Framing::label).collect(Collectors.joining(", "));
      section.problem("framing", "'" + label + "' is no framing", "use one of " + labels);
    }
    return framing.orElse(Framing.CONFLUENT);
  }

  private static StartFrom startFrom(Section section) {
    String text = section.optionalText("startFrom").orElse("earliest");
    if (text.equals("earliest")) {
      return new StartFrom.Earliest();
    } else if (text.equals("latest")) {
      return new StartFrom.Latest();
    }
    try {
      return new StartFrom.At(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      section.problem(
          "startFrom",
          "'" + text + "' is no place to start",
          "write earliest, latest, or an instant such as 2026-01-31T00:00:00Z");
      return new StartFrom.Earliest();
    }
  }
}
