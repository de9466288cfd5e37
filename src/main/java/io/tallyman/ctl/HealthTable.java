package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.admin.TextTable;
import java.util.List;
import java.util.Map;

/** The health checks of all hosts, those that fail first. */
final class HealthTable {

  private HealthTable() {}

  static String of(List<ShownHost> hosts) {
    TextTable failing = new TextTable("host", "check", "message");
    TextTable well = new TextTable("host", "check", "message");
    for (ShownHost host : hosts) {
      JsonNode body = host.body();
      if (body == null) {
        failing.line(host.name(), "(all)", host.trouble());
        continue;
      }
      for (Map.Entry<String, JsonNode> check : body.properties()) {
        TextTable table = check.getValue().path("healthy").asBoolean() ? well : failing;
        table.line(host.name(), check.getKey(), check.getValue().path("message").asText(""));
      }
    }
    return failing.under("FAILING") + "\n" + well.under("WELL");
  }
}
