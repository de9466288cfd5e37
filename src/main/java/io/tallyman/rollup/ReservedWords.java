package io.tallyman.rollup;

import java.util.Locale;
import java.util.Set;

/** The words that MySQL or MariaDB reserve, which can't name a column without quotes. */
final class ReservedWords {

  private static final Set<String> WORDS = Set.of("lines", "key", "offset", "rank");

  private ReservedWords() {}

  static boolean contains(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
