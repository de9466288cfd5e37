package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether a host has settled after its start, by its {@code /status}: it is well, what it held
 * before it was started is held again, by itself or by another host, and it keeps up.
 *
 * @param status what it says now
 * @param left names of other hosts whose partitions have to be held by somebody else
 * @param before how far it was behind at an earlier look
 * @param now how far it is behind by what it says now
 */
record Settling(ShownStatus status, List<String> left, LagMark before, LagMark now) {

  /**
   * A partition that is no further behind than this keeps up: a flush and a look take that long.
   */
  private static final long NEAR_SECONDS = 15;

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
              + " s behind, and it isn't seen to get closer");
    }
    return missing;
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
      long left = left(source.path("elsewhere"));
      if (left > 0) {
        words.add(name + ": nobody has claimed " + left + " of its partitions yet");
      }
      claiming(name)
          .forEach((lane, count) -> words.add(lane + " is claiming " + count + " partitions"));
    }
    return words;
  }

  /** How many partitions each lane of the source is claiming, where it does. */
  private Map<String, Long> claiming(String source) {
    return status.held().stream()
        .filter(each -> each.source().equals(source) && each.isIn("claiming"))
        .collect(
            Collectors.groupingBy(
                ShownStatus.Held::lane, LinkedHashMap::new, Collectors.counting()));
  }

  private long left(JsonNode elsewhere) {
    long left = 0;
    for (JsonNode each : elsewhere) {
      left += isLeft(each) ? 1 : 0;
    }
    return left;
  }

  /** It was this host's before its restart, that of a host that is gone, or never anybody's. */
  private boolean isLeft(JsonNode partition) {
    String owner = partition.path("owner").asText();
    return owner.isEmpty()
        || owner.startsWith(status.text("host") + "/")
        || left.stream().anyMatch(host -> owner.startsWith(host + "/"));
  }

  private boolean keepsUp() {
    return now.seconds() <= NEAR_SECONDS || before.isCloser(now);
  }
}
