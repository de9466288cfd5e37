package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.admin.TextTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The whole fleet: one line a host, those that don't answer too, and below what is wrong where. */
final class FleetTable {

  private final List<ShownHost> hosts;

  FleetTable(List<ShownHost> hosts) {
    this.hosts = hosts;
  }

  /** Whether a host says of itself that all gets on. */
  static boolean isWell(JsonNode status) {
    return causes(status).isEmpty()
        && status.at("/database/available").asBoolean()
        && stopped(status).isEmpty();
  }

  String text() {
    return String.join("\n", hosts(), findings(), settings(), others());
  }

  private String hosts() {
    TextTable table =
        new TextTable(
            "host",
            "name",
            "state",
            "version",
            "started",
            "partitions",
            "paused",
            "lag",
            "database",
            "obeys");
    for (ShownHost host : hosts) {
      JsonNode status = host.body();
      if (status == null) {
        table.line(host.name(), null, "NO ANSWER", null, null, null, null, null, null, null);
        continue;
      }
      List<JsonNode> held = partitions(status);
      table.line(
          host.name(),
          status.path("host").asText(),
          isWell(status) ? "well" : state(status),
          status.path("version").asText(),
          status.path("started").asText(),
          held.size(),
          held.stream().filter(each -> each.path("state").asText().equals("paused")).count(),
          held.stream().mapToLong(each -> each.path("lag").asLong()).sum(),
          status.at("/database/available").asBoolean() ? "there" : "AWAY",
          obeys(status));
    }
    return table.under("HOSTS");
  }

  /** The worst first; the hosts order their findings so. */
  private static String state(JsonNode status) {
    List<String> words = new ArrayList<>(causes(status));
    stopped(status).forEach(part -> words.add(part + " isn't well"));
    if (words.isEmpty()) {
      words.add("database away");
    }
    return String.join(", ", words);
  }

  private static List<String> causes(JsonNode status) {
    List<String> causes = new ArrayList<>();
    for (JsonNode each : status.path("health")) {
      String cause = each.path("cause").asText();
      if (!each.path("healthy").asBoolean() && !causes.contains(cause)) {
        causes.add(cause);
      }
    }
    return causes;
  }

  /** The parts that don't do their work. */
  private static List<String> stopped(JsonNode status) {
    List<String> parts = new ArrayList<>();
    for (JsonNode each : status.path("components")) {
      if (!each.path("well").asBoolean()) {
        parts.add(each.path("name").asText());
      }
    }
    return parts;
  }

  private static List<JsonNode> partitions(JsonNode status) {
    List<JsonNode> partitions = new ArrayList<>();
    for (JsonNode source : status.path("sources")) {
      for (JsonNode lane : source.path("lanes")) {
        lane.path("partitions").forEach(partitions::add);
      }
    }
    return partitions;
  }

  private static String obeys(JsonNode status) {
    for (JsonNode each : status.path("hosts")) {
      if (each.path("host").asText().equals(status.path("host").asText())) {
        return each.path("obeyed").asBoolean() ? "yes" : "NO";
      }
    }
    return "-";
  }

  private String findings() {
    TextTable table = new TextTable("host", "cause", "source", "partition", "what", "what to do");
    for (ShownHost host : hosts) {
      JsonNode status = host.body();
      if (status == null) {
        table.line(host.name(), "no answer", null, null, host.trouble(), "see to the host");
        continue;
      }
      for (JsonNode each : status.path("health")) {
        if (!each.path("healthy").asBoolean()) {
          table.line(
              host.name(),
              each.path("cause").asText(),
              each.path("source").asText(),
              each.path("partition").asText("-"),
              each.path("sentence").asText(),
              each.path("remedy").asText());
        }
      }
    }
    return table.under("WHAT IS WRONG");
  }

  /** Once for the fleet, however many hosts tell of it. */
  private String settings() {
    Set<List<String>> lines = new TreeSet<>(FleetTable::compare);
    for (ShownHost host : hosts) {
      JsonNode status = host.body();
      if (status != null) {
        status.path("settings").forEach(each -> lines.add(setting(each)));
      }
    }
    TextTable table = new TextTable("kind", "target", "value", "for", "by", "until", "reason");
    lines.forEach(line -> table.line(line.toArray()));
    return table.under("SET BY OPERATORS");
  }

  private static List<String> setting(JsonNode setting) {
    List<String> line = new ArrayList<>();
    for (String name : List.of("kind", "target", "value")) {
      line.add(setting.path(name).asText());
    }
    line.add(setting.path("host").isTextual() ? setting.path("host").asText() : "the fleet");
    line.add(setting.path("by").asText());
    line.add(setting.path("until").isTextual() ? setting.path("until").asText() : "-");
    line.add(setting.path("reason").asText());
    return line;
  }

  private static int compare(List<String> one, List<String> other) {
    return String.join("\0", one).compareTo(String.join("\0", other));
  }

  /** Hosts that the database knows and the profile doesn't, or that don't answer here. */
  private String others() {
    Set<String> answered = new HashSet<>();
    TreeMap<String, String> known = new TreeMap<>();
    for (ShownHost host : hosts) {
      JsonNode status = host.body();
      if (status != null) {
        answered.add(status.path("host").asText());
        for (JsonNode each : status.path("hosts")) {
          known.put(each.path("host").asText(), each.path("seen").asText());
        }
      }
    }
    TextTable table = new TextTable("name", "last heard of");
    known.forEach(
        (name, seen) -> {
          if (!answered.contains(name)) {
            table.line(name, seen);
          }
        });
    return table.under("HOSTS THAT THE DATABASE KNOWS AND THAT DIDN'T ANSWER HERE");
  }
}
