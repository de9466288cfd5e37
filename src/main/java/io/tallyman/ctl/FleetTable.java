package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.admin.TextTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The whole fleet: one line a host, those that don't answer too; then who has set what; and last,
 * where a terminal stands, what is wrong where and how many are well.
 */
final class FleetTable {

  private final String environment;
  private final List<ShownHost> hosts;
  private final ShownFleet fleet;

  FleetTable(String environment, List<ShownHost> hosts) {
    this.environment = environment;
    this.hosts = hosts;
    this.fleet = ShownFleet.of(hosts);
  }

  String text() {
    String others = others();
    return String.join(
        "\n",
        others.isEmpty()
            ? List.of(hosts(), settings(), Findings.of(hosts).text(), summary())
            : List.of(hosts(), settings(), others, Findings.of(hosts).text(), summary()));
  }

  private String hosts() {
    TextTable table =
        new TextTable(
            "host",
            "name",
            "state",
            "version",
            "up since",
            "partitions",
            "paused",
            "lag",
            "seconds",
            "database",
            "obeys");
    for (ShownHost host : hosts) {
      JsonNode body = host.body();
      if (body == null) {
        table.line(
            host.name(), "-", host.trouble().state(), "-", "-", "-", "-", "-", "-", "-", "-");
        continue;
      }
      ShownStatus status = new ShownStatus(body);
      table.line(
          host.name(),
          status.text("host"),
          status.state(),
          status.text("version"),
          toTheSecond(status.text("started")),
          status.held().size(),
          status.paused(),
          status.lag(),
          status.lagSeconds(),
          status.hasDatabase() ? "there" : "AWAY",
          status.obeys());
    }
    return table.under("HOSTS");
  }

  /** Without the fractions, which nobody needs. */
  static String toTheSecond(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }

  /** Once for the fleet, however many hosts tell of it. */
  private String settings() {
    Set<List<String>> lines = new TreeSet<>(FleetTable::compare);
    for (ShownStatus status : fleet.hosts()) {
      status.all("settings").forEach(each -> lines.add(setting(each)));
    }
    TextTable table = new TextTable("kind", "target", "value", "for", "until", "by", "reason");
    lines.forEach(line -> table.line(line.toArray()));
    return table.under("SET BY OPERATORS");
  }

  private static List<String> setting(JsonNode setting) {
    List<String> line = new ArrayList<>();
    for (String name : List.of("kind", "target", "value")) {
      line.add(setting.path(name).asText());
    }
    line.add(setting.path("host").isTextual() ? setting.path("host").asText() : "the fleet");
    JsonNode until = setting.path("until");
    line.add(until.isTextual() ? toTheSecond(until.asText()) : "-");
    line.add(setting.path("by").asText());
    line.add(setting.path("reason").asText());
    return line;
  }

  private static int compare(List<String> one, List<String> other) {
    return String.join("\0", one).compareTo(String.join("\0", other));
  }

  /** Hosts that the database knows and the profile doesn't, or that don't answer here. */
  private String others() {
    Set<String> here = new HashSet<>();
    TreeMap<String, String> known = new TreeMap<>();
    for (ShownStatus status : fleet.hosts()) {
      here.add(status.text("host"));
      for (JsonNode each : status.all("hosts")) {
        known.put(each.path("host").asText(), each.path("seen").asText());
      }
    }
    known.keySet().removeAll(here);
    TextTable table = new TextTable("name", "last heard of");
    known.forEach((name, seen) -> table.line(name, toTheSecond(seen)));
    return known.isEmpty() ? "" : table.under("HOSTS OF THE DATABASE THAT DIDN'T ANSWER HERE");
  }

  private String summary() {
    List<ShownStatus> answered = fleet.hosts();
    ShownFleet.Unheld unheld = fleet.unheld();
    long well = answered.stream().filter(ShownStatus::isWell).count();
    long lag = answered.stream().mapToLong(ShownStatus::lag).sum() + unheld.lag();
    long seconds =
        Math.max(
            answered.stream().mapToLong(ShownStatus::lagSeconds).max().orElse(0),
            unheld.lagSeconds());
    if (answered.isEmpty()) {
      return "%s: no host answered well, of %d: nothing is known of the fleet%n"
          .formatted(environment, hosts.size());
    }
    long unwell = answered.size() - well;
    int silent = hosts.size() - answered.size();
    return "%s: %d of %d %s well%s%s%s; behind by %d records, %d s at most%s%n"
        .formatted(
            environment,
            well,
            hosts.size(),
            hosts.size() == 1 ? "host is" : "hosts are",
            unwell == 0 ? "" : ", " + unwell + " not well",
            silent == 0 ? "" : ", " + silent + " without a good answer",
            fleet.isWell() ? "" : "; the fleet isn't well",
            lag,
            seconds,
            without(unheld));
  }

  private static String without(ShownFleet.Unheld unheld) {
    return unheld.partitions() == 0
        ? ""
        : ", with %d records of %d %s that no host here holds"
            .formatted(
                unheld.lag(),
                unheld.partitions(),
                unheld.partitions() == 1 ? "partition" : "partitions");
  }
}
