package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether a host has settled after its start, by its {@code /status}: it is well, what it held
 * before it was started is held again, by itself or by another host, and it keeps up.
 *
 * @param status what it says now
 * @param left names of other hosts whose partitions have to be held by somebody else
 * @param firstLag how many records it was behind when all was held for the first time since it is
 *     being watched; negative as long as that wasn't seen
 */
record Settling(ShownStatus status, List<String> left, long firstLag) {

  /**
   * A partition that is no further behind than this keeps up: a flush and a look take that long.
   */
  private static final long NEAR_SECONDS = 15;

  /** Nothing of this host has been seen yet. */
  static final long NEVER_HELD = -1;

  /** Why it hasn't; empty when it has. */
  List<String> missing() {
    List<String> missing = new ArrayList<>(unwell());
    missing.addAll(unheld());
    if (missing.isEmpty() && !keepsUp()) {
      missing.add(
          "it is "
              + status.lag()
              + " records and "
              + status.lagSeconds()
              + " s behind, and not getting closer");
    }
    return missing;
  }

  /** What {@link #firstLag} is from now on. */
  long nextFirstLag() {
    boolean first = firstLag == NEVER_HELD && unheld().isEmpty();
    return first ? countedLag() : firstLag;
  }

  private List<String> unwell() {
    List<String> words = new ArrayList<>();
    for (JsonNode part : status.unwellParts()) {
      words.add("the part " + part.path("name").asText() + " isn't well");
    }
    for (JsonNode finding : status.findings()) {
      words.add(finding.path("cause").asText() + ": " + finding.path("sentence").asText());
    }
    if (!status.hasDatabase()) {
      words.add("it can't read the database");
    }
    return words;
  }

  private List<String> unheld() {
    List<String> words = new ArrayList<>();
    for (JsonNode source : status.status().path("sources")) {
      String name = source.path("source").asText();
      if (!source.path("partition_count").isIntegralNumber()) {
        words.add(name + ": Kafka hasn't told yet which partitions its topic has");
      }
      long left = count(source.path("elsewhere").elements(), this::isLeft);
      if (left > 0) {
        words.add(name + ": nobody has claimed " + left + " of its partitions yet");
      }
      for (JsonNode lane : source.path("lanes")) {
        long claiming = count(lane.path("partitions").elements(), each -> isIn(each, "claiming"));
        if (claiming > 0) {
          words.add(lane.path("lane").asText() + " is claiming " + claiming + " partitions");
        }
      }
    }
    return words;
  }

  /** It was this host's before its restart, that of a host that is gone, or never anybody's. */
  private boolean isLeft(JsonNode partition) {
    String owner = partition.path("owner").asText();
    return owner.isEmpty()
        || owner.startsWith(status.text("host") + "/")
        || left.stream().anyMatch(host -> owner.startsWith(host + "/"));
  }

  private boolean keepsUp() {
    boolean near =
        status.partitions().stream()
            .filter(each -> !isIn(each, "paused"))
            .allMatch(
                each ->
                    each.path("lag_seconds").isIntegralNumber()
                        && each.path("lag_seconds").asLong() <= NEAR_SECONDS);
    return near || (firstLag != NEVER_HELD && countedLag() < firstLag);
  }

  private long countedLag() {
    return status.partitions().stream()
        .filter(each -> !isIn(each, "paused"))
        .mapToLong(each -> each.path("lag").asLong())
        .sum();
  }

  private static boolean isIn(JsonNode partition, String state) {
    return partition.path("state").asText().equals(state);
  }

  private static long count(Iterator<JsonNode> nodes, Predicate<JsonNode> condition) {
    long count = 0;
    while (nodes.hasNext()) {
      count += condition.test(nodes.next()) ? 1 : 0;
    }
    return count;
  }
}
