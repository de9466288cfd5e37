package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What operators hold back, whose wish it was, and how many records wait for it: worth knowing, and
 * no fault.
 */
record ShownPauses(List<ShownStatus> hosts) {

  ShownPauses {
    hosts = List.copyOf(hosts);
  }

  /**
   * One pause.
   *
   * @param kind of target: {@code consumer} or {@code rollup}
   * @param target a source, a partition of it ({@code tracking/3}), or a rollup
   * @param host the host that it is for; empty for the fleet
   * @param origin since when, by whom, until when and why
   */
  private record Pause(String kind, String target, String host, String origin) {

    static Pause of(JsonNode setting) {
      String until = setting.path("until").asText("");
      String reason = setting.path("reason").asText();
      return new Pause(
          setting.path("kind").asText(),
          setting.path("target").asText(),
          setting.path("host").asText(""),
          "since "
              + FleetTable.toTheSecond(setting.path("since").asText())
              + " by "
              + setting.path("by").asText()
              + (until.isEmpty() || until.equals("null")
                  ? ""
                  : " until " + FleetTable.toTheSecond(until))
              + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    boolean isOfRollup() {
      return kind.equals("rollup");
    }

    boolean isOfFleet() {
      return host.isEmpty() || host.equals("null");
    }

    boolean covers(ShownStatus of, ShownStatus.Held partition) {
      return (isOfFleet() || host.equals(of.text("host")))
          && (target.equals(partition.source()) || target.equals(partition.name()));
    }

    String resume() {
      return "bin/ctl "
          + kind
          + " resume "
          + target.replace("/", " --partition ")
          + (isOfFleet() ? " --scope fleet" : " --host NAME")
          + " when the reason is gone";
    }
  }

  /** Each pause once. */
  List<ShownFleet.Concern> notes() {
    Set<Pause> pauses = new LinkedHashSet<>();
    for (ShownStatus host : hosts) {
      for (JsonNode each : host.all("settings")) {
        String kind = each.path("kind").asText();
        if (each.path("value").asText().equals("paused")
            && (kind.equals("consumer") || kind.equals("rollup"))) {
          pauses.add(Pause.of(each));
        }
      }
    }
    List<ShownFleet.Concern> notes = new ArrayList<>();
    for (Pause pause : pauses) {
      notes.add(
          new ShownFleet.Concern(
              "paused: "
                  + (pause.isOfRollup() ? "rollup " : "source ")
                  + pause.target().replace("/", " partition ")
                  + (pause.isOfFleet() ? " on the fleet" : " on " + pause.host()),
              pause.origin() + "; " + waiting(pause),
              pause.resume()));
    }
    return notes;
  }

  private String waiting(Pause pause) {
    if (pause.isOfRollup()) {
      return "what it misses stays a gap of its ledger";
    }
    long partitions = 0;
    long records = 0;
    for (ShownStatus host : hosts) {
      for (ShownStatus.Held each : host.held()) {
        if (each.isPaused() && pause.covers(host, each)) {
          partitions++;
          records += each.lag();
        }
      }
    }
    return records
        + " records wait in "
        + partitions
        + (partitions == 1 ? " partition" : " partitions");
  }
}
