package io.tallyman.admin.control;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source or one partition of it, as the target of a setting: {@code tracking}, {@code
 * tracking/3}.
 *
 * @param source the source's name
 * @param partition one partition; empty for all, also those to come
 */
public record ConsumerTarget(String source, OptionalInt partition) {

  private static final Pattern CODE = Pattern.compile("([^/]+)(?:/([0-9]{1,9}))?");

  static Optional<ConsumerTarget> parse(String code) {
    Matcher parts = CODE.matcher(code);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String number = parts.group(2);
    return Optional.of(
        new ConsumerTarget(
            parts.group(1),
            number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number))));
  }

  /** The target as it is stored. */
  public String code() {
    return partition.isPresent() ? source + "/" + partition.getAsInt() : source;
  }

  /** Whether that one is this or a part of it. */
  boolean covers(ConsumerTarget other) {
    return source.equals(other.source)
        && (partition.isEmpty() || partition.equals(other.partition));
  }
}
