package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.admin.TextTable;

/** The newest lines of the audit, the newest last, where a terminal stands. */
final class AuditTable {

  private AuditTable() {}

  /**
   * @param width how many characters a line has at most
   */
  static String of(JsonNode audit, int width) {
    JsonNode lines = audit.path("lines");
    TextTable table =
        new TextTable(
            "at", "host", "who", "action", "target", "scope", "change", "outcome", "reason");
    for (int each = lines.size() - 1; each >= 0; each--) {
      JsonNode line = lines.path(each);
      table.line(
          FleetTable.toTheSecond(line.path("at").asText()),
          line.path("host").asText(),
          line.path("who").asText(),
          line.path("action").asText(),
          line.path("target").asText(),
          line.path("scope").asText(),
          change(line.path("before").asText(), line.path("after").asText()),
          line.path("outcome").asText(),
          line.path("reason").asText());
    }
    return table.under("AUDIT", width) + freshness(audit.path("database"), lines.isArray());
  }

  private static String change(String before, String after) {
    if (before.isEmpty() && after.isEmpty()) {
      return "-";
    }
    return (before.isEmpty() ? "(nothing)" : before)
        + " -> "
        + (after.isEmpty() ? "(nothing)" : after);
  }

  private static String freshness(JsonNode database, boolean known) {
    if (database.path("available").asBoolean()) {
      return "";
    }
    String cause = database.path("cause").asText();
    return known
        ? "as of " + database.path("as_of").asText() + ", for the database is away: " + cause + "\n"
        : "nobody knows, for the database is away: " + cause + "\n";
  }
}
