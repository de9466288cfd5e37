package io.tallyman.admin.control;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source, one partition of it, or a rollup, as the target of a setting: {@code tracking}, {@code
 * tracking/3}.
 *
 * @param name the source's name, or the rollup's
 * @param partition one partition; empty for all, also those to come
 */
public record ToggleTarget(String name, OptionalInt partition) {

  private static final Pattern CODE = Pattern.compile("([^/]+)(?:/([0-9]{1,9}))?");

  static Optional<ToggleTarget> parse(String code) {
    Matcher parts = CODE.matcher(code);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String number = parts.group(2);
    return Optional.of(
        new ToggleTarget(
            parts.group(1),
            number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number))));
  }

  /** The target as it is stored. */
  public String code() {
    return partition.isPresent() ? name + "/" + partition.getAsInt() : name;
  }

  /** Whether that one is this or a part of it. */
  boolean covers(ToggleTarget other) {
    return name.equals(other.name) && (partition.isEmpty() || partition.equals(other.partition));
  }
}
