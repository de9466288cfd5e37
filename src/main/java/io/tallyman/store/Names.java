package io.tallyman.store;

import io.tallyman.rollup.RollupId;

/** How tables are named, and names written in SQL. */
final class Names {

  private Names() {}

  /** The table of one version of a rollup. */
  static String tableOf(RollupId id) {
    return id.name() + "_" + id.version();
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A text as a literal in a statement that people may run by hand. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
