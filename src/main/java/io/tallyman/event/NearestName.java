package io.tallyman.event;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant to write, for the remedy of an error. */
public final class NearestName {

  private NearestName() {}

  /** The known name that is nearest to the written one, if any is near enough to be meant. */
  public static Optional<String> to(String written, Collection<String> known) {
    int near = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= near || sameLastName(written, name))
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /** What to do about a key that doesn't exist: the nearest of those that do, or all of them. */
  public static String remedy(String written, Collection<String> known) {
    return to(written, known)
        .map(near -> "did you mean " + near + "?")
        .orElse("its keys are " + String.join(", ", known));
  }

  /** The beginning of a sentence about a name that doesn't exist; empty where none is near. */
  public static String hint(String written, Collection<String> known) {
    return to(written, known).map(near -> "did you mean " + near + "? ").orElse("");
  }

  private static boolean sameLastName(String written, String name) {
    return lastName(written).equals(lastName(name));
  }

  private static String lastName(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance without regard to case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
