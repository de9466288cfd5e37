package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.admin.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The health checks of all hosts: each that fails, and in a line a host how many don't. */
final class HealthTable {

  private HealthTable() {}

  static String of(List<ShownHost> hosts) {
    TextTable failing = new TextTable("host", "check", "message");
    TextTable well = new TextTable("host", "checks", "messages");
    for (ShownHost host : hosts) {
      JsonNode body = host.body();
      if (body == null) {
        failing.line(host.name(), host.trouble().state(), host.trouble().line());
        continue;
      }
      int count = 0;
      List<String> messages = new ArrayList<>();
      for (Map.Entry<String, JsonNode> check : body.properties()) {
        String message = check.getValue().path("message").asText("");
        if (!check.getValue().path("healthy").asBoolean()) {
          failing.line(host.name(), check.getKey(), message);
          continue;
        }
        count++;
        if (!message.isEmpty()) {
          messages.add(check.getKey() + ": " + message);
        }
      }
      well.line(host.name(), count, String.join("; ", messages));
    }
    return well.under("WELL") + "\n" + failing.under("FAILING");
  }
}
