package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a host's {@code /status} says, as the fleet's table needs it. Fields that a host of another
 * version doesn't have count as empty.
 */
record ShownStatus(JsonNode status) {

  /**
   * A partition that the host holds.
   *
   * @param source whose topic it is of
   * @param lane which of the source's lanes reads it
   * @param node what is said of it
   */
  record Held(String source, String lane, JsonNode node) {

    int partition() {
      return node.path("partition").asInt();
    }

    /** As operators write it: {@code tracking/3}. */
    String name() {
      return source + "/" + partition();
    }

    boolean isIn(String state) {
      return node.path("state").asText().equals(state);
    }

    /** Whether an operator holds it back. */
    boolean isPaused() {
      return isIn("paused");
    }

    /** Records that it is behind. */
    long lag() {
      return node.path("lag").asLong();
    }
  }

  String text(String field) {
    return status.path(field).asText();
  }

  Iterable<JsonNode> all(String field) {
    return status.path(field);
  }

  boolean hasDatabase() {
    return status.at("/database/available").asBoolean();
  }

  /** Whether it says of itself that all gets on. */
  boolean isWell() {
    return causes().isEmpty() && hasDatabase() && unwellParts().isEmpty();
  }

  /** The worst that is wrong, and how much more is; the hosts order their findings so. */
  String state() {
    List<String> words = new ArrayList<>(causes());
    unwellParts().forEach(part -> words.add(part.path("name").asText() + " isn't well"));
    if (words.isEmpty() && !hasDatabase()) {
      words.add("database away");
    }
    if (words.isEmpty()) {
      return "well";
    }
    return words.get(0) + (words.size() == 1 ? "" : " and " + (words.size() - 1) + " more");
  }

  /** What is said of its sources that isn't healthy; {@link #unattended} is the fleet's. */
  List<JsonNode> findings() {
    List<JsonNode> findings = new ArrayList<>();
    for (JsonNode each : status.path("health")) {
      boolean ofFleet = each.path("cause").asText().equals("unattended");
      if (!each.path("healthy").asBoolean() && !ofFleet) {
        findings.add(each);
      }
    }
    return findings;
  }

  /** Where nobody counts: this host is well for all that, the fleet isn't. */
  List<JsonNode> unattended() {
    List<JsonNode> unattended = new ArrayList<>();
    for (JsonNode each : status.path("health")) {
      if (each.path("cause").asText().equals("unattended")) {
        unattended.add(each);
      }
    }
    return unattended;
  }

  private Collection<String> causes() {
    Collection<String> causes = new LinkedHashSet<>();
    findings().forEach(each -> causes.add(each.path("cause").asText()));
    return causes;
  }

  /** The parts that don't do their work. */
  List<JsonNode> unwellParts() {
    List<JsonNode> parts = new ArrayList<>();
    for (JsonNode each : status.path("components")) {
      if (!each.path("well").asBoolean()) {
        parts.add(each);
      }
    }
    return parts;
  }

  /** The partitions that it holds, in the order of its sources and lanes. */
  List<Held> held() {
    List<Held> held = new ArrayList<>();
    for (JsonNode source : status.path("sources")) {
      for (JsonNode lane : source.path("lanes")) {
        for (JsonNode each : lane.path("partitions")) {
          held.add(new Held(source.path("source").asText(), lane.path("lane").asText(), each));
        }
      }
    }
    return held;
  }

  long paused() {
    return held().stream().filter(Held::isPaused).count();
  }

  /** Records that it is behind. */
  long lag() {
    return held().stream().mapToLong(Held::lag).sum();
  }

  /** By how much time its worst partition is behind. */
  long lagSeconds() {
    return held().stream()
        .mapToLong(each -> each.node().path("lag_seconds").asLong())
        .max()
        .orElse(0);
  }

  /** Whether it obeys all that is set for it, as the database has it. */
  String obeys() {
    for (JsonNode each : status.path("hosts")) {
      if (each.path("host").asText().equals(text("host"))) {
        return each.path("obeyed").asBoolean() ? "yes" : "NO";
      }
    }
    return "-";
  }
}
