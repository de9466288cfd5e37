package io.tallyman.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a caller may do at most; each level includes those before it. */
public enum Level {
  /** Looks at what is shown. */
  READ,
  /** Pauses, resumes, changes log levels: what can be undone by a second call. */
  OPERATE,
  /** Everything, also what can't be undone. */
  DANGEROUS;

  /** As it is written in {@code config.yml}: {@code read}, {@code operate}, {@code dangerous}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a label; empty when there is none. */
  public static Optional<Level> labelled(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }

  /** All labels, for a sentence. */
  public static String labels() {
    return Arrays.stream(values()).map(Level::label).collect(Collectors.joining(", "));
  }

  /** Whether who has this level may do what needs the other. */
  boolean reaches(Level needed) {
    return compareTo(needed) >= 0;
  }
}
