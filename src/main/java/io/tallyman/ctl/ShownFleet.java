package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What hosts say of the fleet together. Each may be well by itself while partitions are counted by
 * nobody, losses aren't settled, or rollups don't balance; every host says the same of these.
 */
record ShownFleet(List<ShownStatus> hosts) {

  private static final int MOST_SAID = 3;

  /** As the operator's page has it: a host tells every five seconds. */
  private static final long SILENT_SECONDS = 20;

  private static final String SETTLE =
      "find out what happened, then bin/ctl positions skip or bin/ctl positions reset";
  private static final String KEEP =
      "keep what the command ledger says, look in the audit for who wrote, and don't mend rows by"
          + " hand";

  ShownFleet {
    hosts = List.copyOf(hosts);
  }

  /** Of those that answered. */
  static ShownFleet of(List<ShownHost> hosts) {
    List<ShownStatus> answered = new ArrayList<>();
    for (ShownHost host : hosts) {
      JsonNode body = host.body();
      if (body != null) {
        answered.add(new ShownStatus(body));
      }
    }
    return new ShownFleet(answered);
  }

  /**
   * Something that is wrong.
   *
   * @param what in a few words
   * @param sentence what was seen
   * @param remedy what to do
   */
  record Concern(String what, String sentence, String remedy) {}

  /** A partition of a source. */
  private record Place(String source, int partition) {
    static Place of(JsonNode node) {
      return of(node.path("source").asText(), node);
    }

    static Place of(String source, JsonNode node) {
      return new Place(source, node.path("partition").asInt());
    }
  }

  /** Partitions that none of these hosts holds, and how far they are behind, as far as is known. */
  record Unheld(int partitions, long lag, long lagSeconds) {}

  boolean isWell() {
    return concerns().isEmpty();
  }

  /** All that is wrong, each once. */
  List<Concern> concerns() {
    List<Concern> concerns = new ArrayList<>(unattended());
    concerns.addAll(losses());
    concerns.addAll(imbalances());
    concerns.addAll(silent());
    return concerns;
  }

  /** Hosts that the database hasn't heard of for a while, beyond those that have answered here. */
  private List<Concern> silent() {
    Map<String, Long> seconds = new TreeMap<>();
    for (ShownStatus host : hosts) {
      if (host.hasDatabase()) { // else what it knows of the others is old
        host.all("hosts")
            .forEach(
                each ->
                    seconds.merge(
                        each.path("host").asText(),
                        each.path("silent_seconds").asLong(),
                        Math::min));
      }
    }
    int known = seconds.size();
    hosts.forEach(each -> seconds.remove(each.text("host")));
    seconds.values().removeIf(silent -> silent <= SILENT_SECONDS);
    List<String> said = new ArrayList<>();
    seconds.forEach((name, silent) -> said.add(name + " was heard of " + silent + " s ago"));
    return seconds.isEmpty()
        ? List.of()
        : List.of(
            new Concern(
                "silent: " + seconds.size() + " of " + known + " hosts of the database",
                said(said),
                "see that it runs and reaches the database; one that is gone for good is forgotten"
                    + " after seven days"));
  }

  private List<Concern> unattended() {
    Map<String, TreeMap<Integer, JsonNode>> found = new TreeMap<>();
    for (ShownStatus host : hosts) {
      for (JsonNode each : host.unattended()) {
        found
            .computeIfAbsent(each.path("source").asText(), source -> new TreeMap<>())
            .putIfAbsent(each.path("partition").asInt(), each);
      }
    }
    List<Concern> concerns = new ArrayList<>();
    found.forEach(
        (source, partitions) -> {
          List<String> said = new ArrayList<>();
          partitions.forEach(
              (number, each) ->
                  said.add("partition " + number + " " + each.path("sentence").asText()));
          concerns.add(
              new Concern(
                  "unattended: " + source + " " + named(partitions.keySet()),
                  said(said),
                  partitions.firstEntry().getValue().path("remedy").asText()));
        });
    return concerns;
  }

  /** Beyond those for which a host says that a partition of it stands still. */
  private List<Concern> losses() {
    Set<Place> told = new HashSet<>();
    for (ShownStatus host : hosts) {
      host.findings().stream()
          .filter(each -> each.path("cause").asText().equals("data_loss"))
          .forEach(each -> told.add(Place.of(each)));
    }
    Map<String, Set<String>> found = new TreeMap<>();
    for (ShownStatus host : hosts) {
      for (JsonNode each : host.all("losses")) {
        if (!told.contains(Place.of(each))) {
          found
              .computeIfAbsent(each.path("source").asText(), source -> new LinkedHashSet<>())
              .add(range(each) + ": " + each.path("detail").asText());
        }
      }
    }
    List<Concern> concerns = new ArrayList<>();
    found.forEach(
        (source, ranges) ->
            concerns.add(new Concern("a loss isn't settled: " + source, said(ranges), SETTLE)));
    return concerns;
  }

  private static String range(JsonNode loss) {
    return "partition %d, offsets %d to %d"
        .formatted(
            loss.path("partition").asInt(),
            loss.path("first_offset").asLong(),
            loss.path("next_offset").asLong() - 1);
  }

  private List<Concern> imbalances() {
    Map<String, Concern> found = new TreeMap<>();
    for (ShownStatus host : hosts) {
      for (JsonNode each : host.all("rollups")) {
        JsonNode ledger = each.path("ledger");
        if (!ledger.path("balanced").asBoolean(true)) {
          String what =
              "rollup %s, version %s, doesn't balance"
                  .formatted(each.path("name").asText(), each.path("version").asText());
          Set<String> said = new LinkedHashSet<>();
          ledger.path("imbalances").forEach(it -> said.add(it.path("sentence").asText()));
          found.putIfAbsent(what, new Concern(what, said(said), KEEP));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** What some host knows of partitions that none of these has: nobody here counts them. */
  Unheld unheld() {
    Set<Place> held = new HashSet<>();
    for (ShownStatus host : hosts) {
      host.held().forEach(each -> held.add(new Place(each.source(), each.partition())));
    }
    Map<Place, JsonNode> unheld = new LinkedHashMap<>();
    for (ShownStatus host : hosts) {
      for (JsonNode source : host.all("sources")) {
        for (JsonNode each : source.path("elsewhere")) {
          Place place = Place.of(source.path("source").asText(), each);
          if (!held.contains(place)) {
            unheld.merge(place, each, ShownFleet::further);
          }
        }
      }
    }
    Collection<JsonNode> all = unheld.values();
    return new Unheld(
        all.size(),
        all.stream().mapToLong(each -> each.path("lag").asLong()).sum(),
        all.stream().mapToLong(each -> each.path("lag_seconds").asLong()).max().orElse(0));
  }

  private static JsonNode further(JsonNode one, JsonNode other) {
    return one.path("lag").asLong() >= other.path("lag").asLong() ? one : other;
  }

  private static String said(Collection<String> sentences) {
    String said = String.join("; ", sentences.stream().limit(MOST_SAID).toList());
    int more = sentences.size() - MOST_SAID;
    return more <= 0 ? said : said + "; and " + more + " more";
  }

  /** Numbers that follow each other as one: {@code partitions 0 to 3, 7}. */
  private static String named(Set<Integer> numbers) {
    List<String> ranges = new ArrayList<>();
    for (int number : new TreeSet<>(numbers)) {
      if (!numbers.contains(number - 1)) {
        int last = number;
        while (numbers.contains(last + 1)) {
          last++;
        }
        ranges.add(last == number ? String.valueOf(number) : number + " to " + last);
      }
    }
    return (numbers.size() == 1 ? "partition " : "partitions ") + String.join(", ", ranges);
  }
}
