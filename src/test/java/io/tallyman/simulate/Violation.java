package io.tallyman.simulate;

import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A promise that a schedule has shown to be broken. */
final class Violation extends AssertionError {

  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong, without the numbers of this schedule. */
  private final LinkedHashSet<String> kinds;

  /**
   * @param kinds each promise that is broken, in the same words whatever the schedule
   * @param message the same with this schedule's numbers
   */
  Violation(Set<String> kinds, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kinds = new LinkedHashSet<>(kinds);
  }

  Violation(String kind, String message) {
    this(Set.of(kind), message, null);
  }

  /** What a failure says is wrong, whatever the schedule; for other errors, their type. */
  static Set<String> kinds(Throwable failure) {
    return failure instanceof Violation violation
        ? Set.copyOf(violation.kinds)
        : Set.of(failure.getClass().getName());
  }
}
