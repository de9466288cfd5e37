package io.tallyman.simulate;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a check has found wrong, each in one sentence. */
final class Findings {

  private final List<String> wrong = new ArrayList<>();
  private final Set<String> kinds = new LinkedHashSet<>();

  @FormatMethod
  void expect(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      wrong.add(otherwise.formatted(values));
      kinds.add(otherwise);
    }
  }

  /**
   * @throws Violation with all that is wrong, if anything is
   */
  void tell() {
    if (!wrong.isEmpty()) {
      throw new Violation(kinds, String.join("\n", wrong), null);
    }
  }
}
