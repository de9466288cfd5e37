package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rollup's {@code where}, ready to be asked.
 *
 * @param tests what each condition asks; a record passes that passes all
 */
record Filter(List<Test> tests) {

  /**
   * One condition.
   *
   * @param slot the field's slot
   * @param values the listed values, of the field's Java type
   * @param listed whether the field has to be one of them, or none of them
   */
  record Test(int slot, Set<Object> values, boolean listed) {
    boolean passes(@Nullable Object value) {
      return (value != null && values.contains(value)) == listed;
    }
  }

  Filter {
    tests = List.copyOf(tests);
  }

  boolean passes(Row row) {
    for (Test test : tests) {
      if (!test.passes(row.value(test.slot()))) {
        return false;
      }
    }
    return true;
  }
}
