package io.tallyman.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of one call to a task, each asked for by name and refused with a sentence. */
final class Parameters {

  private static final int LONGEST_SHOWN = 60;
  private static final int LONGEST_REASON = 200;

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
                + " is unknown; the parameters are "
                + String.join(", ", new TreeSet<>(names)));
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

  /** The operator's own words; empty where there are none. */
  String reason() {
    String reason = optional("reason").orElse("");
    if (reason.length() > LONGEST_REASON) {
      throw new Refused(
          "reason has " + reason.length() + " characters; it has at most " + LONGEST_REASON);
    }
    return reason;
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
