package io.tallyman.store;

import java.util.ArrayList;
import java.util.List;

/** Takes a script apart into its statements. */
final class SqlScript {

  private SqlScript() {}

  /**
   * The statements of a script as Liquibase writes it: each ends with a semicolon at the end of a
   * line, comments have lines of their own. Those by which it takes and gives back its lock are
   * left out: they name this host, and whoever runs a script by hand runs it once.
   */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (line.isBlank() || line.startsWith("--")) {
        continue;
      }
      statement.append(statement.isEmpty() ? "" : "\n").append(line);
      if (line.endsWith(";")) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    statements.removeIf(each -> each.startsWith("UPDATE " + OwnTables.CHANGELOG_TABLE + "_lock"));
    return statements;
  }
}
