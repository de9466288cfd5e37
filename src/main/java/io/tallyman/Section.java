package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.util.DataSize;
import io.tallyman.event.NearestName;
import io.tallyman.event.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A section of {@code config.yml} that is read key by key. Whatever is wrong is reported with its
 * path and a remedy, and a stand-in is given in its place, so that reading goes on and all problems
 * come out together. An empty text is the same as a key that isn't there: that is what an
 * environment variable that isn't set leaves behind.
 */
final class Section {

  private static final int MOST_PERCENT = 80;
  private static final long MEBIBYTE = 1 << 20;

  private final String path;
  private final JsonNode node;
  private final Consumer<Problem> problems;
  private final Set<String> known = new TreeSet<>();

  /**
   * @param path the section's path; empty for the whole file
   * @param node its content; anything but an object is a problem
   */
  Section(String path, JsonNode node, Consumer<Problem> problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (!node.isObject() && !isAbsent(node)) {
      problem("", "it has to be a section of keys", "indent its keys below it");
    }
  }

  /** The text of a key that has to be there. */
  String text(String key) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      problem(key, "it is missing", "set it");
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String key) {
    JsonNode value = take(key);
    if (value.isContainerNode()) {
      problem(key, "it has to be one value", "write '" + key + ": value'");
      return Optional.empty();
    }
    return isAbsent(value) ? Optional.empty() : Optional.of(value.asText());
  }

  boolean flag(String key, boolean otherwise) {
    Optional<String> text = optionalText(key);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      problem(key, "'" + text.get() + "' is neither true nor false", "write true or false");
      return otherwise;
    }
    return text.map(Boolean::parseBoolean).orElse(otherwise);
  }

  int whole(String key, int otherwise, int least, int most) {
    Optional<String> text = optionalText(key);
    try {
      int value = text.map(Integer::valueOf).orElse(otherwise);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number that is out of range
    }
    problem(
        key,
        "'" + text.orElse("") + "' is no whole number from " + least + " to " + most,
        "write one, such as " + otherwise);
    return otherwise;
  }

  Optional<Duration> duration(String key) {
    return optionalText(key).flatMap(text -> parseDuration(key, text));
  }

  private Optional<Duration> parseDuration(String key, String text) {
    try {
      return Optional.of(Duration.ofNanos(io.dropwizard.util.Duration.parse(text).toNanoseconds()));
    } catch (IllegalArgumentException e) {
      problem(
          key,
          "'" + text + "' is no duration",
          "write a number and a unit: 500ms, 1s, 10m, 2h, 7d");
      return Optional.empty();
    }
  }

  /** A share of a whole in percent, or a size from 1 MiB to the largest share, in bytes. */
  long shareOrSize(String key, String otherwise, long whole) {
    String text = optionalText(key).orElse(otherwise);
    long most = whole / 100 * MOST_PERCENT;
    try {
      if (text.endsWith("%")) {
        int percent = Integer.parseInt(text.substring(0, text.length() - 1).strip());
        if (percent >= 1 && percent <= MOST_PERCENT) {
          return whole * percent / 100;
        }
      } else {
        long bytes = DataSize.parse(text).toBytes();
        if (bytes >= MEBIBYTE && bytes <= most) {
          return bytes;
        }
      }
    } catch (IllegalArgumentException e) {
      // reported below, like a share that is out of range
    }
    problem(
        key,
        "'"
            + text
            + "' is neither a share from 1% to 80% nor a size from 1MiB to "
            + most / MEBIBYTE
            + "MiB, which is 80% of the "
            + whole / MEBIBYTE
            + "MiB that there are",
        "write 25%, or a size between them");
    return Math.max(1, whole / 4);
  }

  /** The texts of a list; one value is a list of one. */
  List<String> texts(String key) {
    return texts(key, take(key));
  }

  private List<String> texts(String key, JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isObject()) {
      problem(key, "it has to be a list", "write " + key + ": [one, two]");
    } else if (value.isArray()) {
      for (JsonNode each : value) {
        if (each.isContainerNode() || each.isNull()) {
          problem(key, "a list has only single values", "write " + key + ": [one, two]");
        } else {
          texts.add(each.asText());
        }
      }
    } else if (!isAbsent(value)) {
      texts.add(value.asText());
    }
    return texts;
  }

  /** The section below a key; empty where it isn't there. */
  Section section(String key) {
    return new Section(at(key), take(key), problems);
  }

  /** The sections of a list; none where it isn't there. */
  List<Section> list(String key) {
    JsonNode value = take(key);
    List<Section> list = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode each : value) {
        list.add(new Section(at(key) + "[" + list.size() + "]", each, problems));
      }
    } else if (!isAbsent(value)) {
      problem(key, "it has to be a list of sections", "begin each of them with '- '");
    }
    return list;
  }

  /** The sections below this one, by their keys, which may be any. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(key -> sections.put(key, section(key)));
    return sections;
  }

  /** All keys of this section, which may be any, with the list that each has. */
  Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(key -> nodes.put(key, take(key)));
    return nodes;
  }

  boolean has(String key) {
    return !isAbsent(take(key));
  }

  boolean isEmpty() {
    return node.isEmpty();
  }

  /** Reports a key of this section. */
  void problem(String key, String cause, String remedy) {
    problems.accept(new Problem(at(key), cause, remedy));
  }

  /** Reports every key that nobody has asked for. */
  void finish() {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    for (String key : unknown) {
      problem(key, "there is no such key", NearestName.remedy(key, known));
    }
  }

  String at(String key) {
    return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
  }

  private JsonNode take(String key) {
    known.add(key);
    return node.path(key);
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().isEmpty());
  }
}
