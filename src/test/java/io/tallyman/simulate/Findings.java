package io.tallyman.simulate;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;

/** What a check has found wrong, each in one sentence. */
final class Findings {

  private final List<String> wrong = new ArrayList<>();

  @FormatMethod
  void expect(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      wrong.add(otherwise.formatted(values));
    }
  }

  /**
   * @throws Violation with all that is wrong, if anything is
   */
  void tell() {
    if (!wrong.isEmpty()) {
      throw new Violation(String.join("\n", wrong));
    }
  }
}
