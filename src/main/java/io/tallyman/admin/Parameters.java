package io.tallyman.admin;

import io.tallyman.admin.control.Scope;
import io.tallyman.event.NearestName;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of one call to a task, each asked for by name and refused with a sentence. */
final class Parameters {

  private static final int LONGEST_SHOWN = 60;
  private static final int LONGEST_REASON = 200;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Map<String, List<String>> values;

  Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * @throws Refused when there is a parameter that isn't among these, or a value that is no plain
   *     line of text
   */
  void allowOnly(Set<String> names) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!names.contains(name)) {
        throw new Refused(
            "the parameter "
                + shown(name)
                + " is unknown; "
                + (names.isEmpty()
                    ? "there are none here"
                    : NearestName.hint(name, names)
                        + "the parameters are "
                        + String.join(", ", new TreeSet<>(names))));
      }
      for (String value : values.getOrDefault(name, List.of())) {
        if (value.chars().anyMatch(Character::isISOControl)) {
          throw new Refused(name + " must be one line of plain text");
        }
      }
    }
  }

  /** The value, without blanks around it; empty when it is missing or blank. */
  Optional<String> optional(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new Refused(name + " is given " + given.size() + " times; give it once");
    }
    return given.stream().findFirst();
  }

  /**
   * What is to be done.
   *
   * @param known what there is to do, two or more
   * @throws Refused where it isn't one of these, or missing
   */
  String action(String... known) {
    String actions = "it is " + listed(known);
    String given =
        optional("action").orElseThrow(() -> new Refused("action is missing; " + actions));
    return among(known, given, actions);
  }

  /** The same where the first of these is meant unless another is named. */
  String actionOrFirst(String... known) {
    String actions = "it is " + listed(known) + ", or left out for " + known[0];
    return among(known, optional("action").orElse(known[0]), actions);
  }

  private static String among(String[] known, String given, String actions) {
    if (!Arrays.asList(known).contains(given)) {
      throw new Refused("action is " + shown(given) + "; " + actions);
    }
    return given;
  }

  private static String listed(String... known) {
    int last = known.length - 1;
    return String.join(", ", Arrays.asList(known).subList(0, last)) + " or " + known[last];
  }

  /** The operator's own words; empty where there are none. */
  String reason() {
    String reason = optional("reason").orElse("");
    if (reason.length() > LONGEST_REASON) {
      throw new Refused(
          "reason has " + reason.length() + " characters; it has at most " + LONGEST_REASON);
    }
    return reason;
  }

  /** For whom a change is meant: for this host, unless {@code scope} says otherwise. */
  Scope scope() {
    String given = optional("scope").orElse(Scope.HOST.code());
    return Arrays.stream(Scope.values())
        .filter(scope -> scope.code().equals(given))
        .findFirst()
        .orElseThrow(
            () -> new Refused("scope is " + shown(given) + "; it is host or fleet, or left out"));
  }

  /**
   * For how long a change is meant, from one second to 30 days; null where that is left out.
   *
   * @param otherwise how long it lasts then: "until it is reverted"
   */
  @Nullable Duration time(String name, String otherwise) {
    String given = optional(name).orElse("");
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
        name
            + " is "
            + shown(given)
            + "; it is a time from 1s to 30d, such as 90s, 10m, 2h or PT10M, or left out: then it"
            + " lasts "
            + otherwise);
  }

  /**
   * @throws Refused when one of these is given
   */
  void refuse(String action, String... names) {
    for (String name : names) {
      if (!all(name).isEmpty()) {
        throw new Refused(name + " doesn't go with action=" + action);
      }
    }
  }

  /** Every value that isn't blank, without blanks around it. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The parameter's value as a sentence may quote it. */
  static String shown(String value) {
    String cut =
        value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
    return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
