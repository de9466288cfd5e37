package io.tallyman.admin.health;

import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.PartState;
import io.tallyman.lifecycle.PartStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what keeps a whole source from getting on: what its lanes stand on, the lanes themselves, an
 * operator. Used by one thread at a time.
 */
final class SourceJudge {

  private static final Set<String> DATABASE = Set.of("database", "store", "writer");

  private final HealthLimits limits;
  private final FenceWindow fenced;
  private final Map<String, Long> unwellSince = new HashMap<>();

  SourceJudge(HealthLimits limits) {
    this.limits = limits;
    this.fenced = new FenceWindow(limits.window());
  }

  /** Why the database doesn't take what is counted, blip or not; empty when it does. */
  static String databaseTrouble(List<PartStatus> parts) {
    return trouble(parts, DATABASE);
  }

  private static String trouble(List<PartStatus> parts, Set<String> names) {
    return parts.stream()
        .filter(each -> names.contains(each.name()) && each.state() == PartState.STARTED)
        .map(PartStatus::check)
        .filter(check -> !(check instanceof Check.Well))
        .map(Check::message)
        .findFirst()
        .orElse("");
  }

  /** What its lanes stand on: the database, and the brokers. */
  List<Finding> ground(String source, List<PartStatus> parts, long now) {
    List<Finding> findings = new ArrayList<>();
    String database = databaseTrouble(parts);
    lasting(source + " database", database, now)
        .map(message -> Finding.of(source, HealthCause.WAITING_FOR_DATABASE, message))
        .ifPresent(findings::add);
    String brokers = trouble(parts, Set.of("topic-" + source));
    // until the source has its first positions, its topic isn't in view while the database is away
    lasting(source + " brokers", brokers.equals(database) ? "" : brokers, now)
        .map(message -> Finding.of(source, HealthCause.WAITING_FOR_BROKERS, message))
        .ifPresent(findings::add);
    return findings;
  }

  /** A blip is no finding: every database restarts, and every topic changes its leaders. */
  private Optional<String> lasting(String key, String trouble, long now) {
    if (trouble.isEmpty()) {
      unwellSince.remove(key);
      return Optional.empty();
    }
    Duration lasts = Duration.ofNanos(now - unwellSince.computeIfAbsent(key, name -> now));
    return lasts.compareTo(limits.settled()) < 0 ? Optional.empty() : Optional.of(trouble);
  }

  /** The lanes themselves. */
  List<Finding> lanes(String source, List<LaneStatus> lanes, long fences, long now) {
    String failed =
        lanes.stream()
            .filter(lane -> lane.source().equals(source) && !lane.lastError().isEmpty())
            .map(lane -> lane.lane() + ": " + lane.lastError())
            .collect(Collectors.joining("; "));
    List<Finding> findings = new ArrayList<>();
    if (!failed.isEmpty()) {
      findings.add(Finding.of(source, HealthCause.CONSUMER_FAILED, failed));
    }
    long lately = fenced.note(source, fences, now);
    if (lately >= limits.fences()) {
      String sentence =
          "%d batches were fenced off within %d s".formatted(lately, limits.window().toSeconds());
      findings.add(Finding.of(source, HealthCause.FENCED_OFTEN, sentence));
    }
    return findings;
  }

  /** Who holds it back, or a part of it. */
  static List<Finding> pauses(String source, List<Toggle> toggles, FlowSurvey survey) {
    List<Finding> findings = new ArrayList<>();
    toggles.stream()
        .filter(each -> each.source().equals(source) && each.paused())
        .map(each -> new Finding(source, each.partition(), HealthCause.PAUSED, each.sentence()))
        .forEach(findings::add);
    Set<String> said = findings.stream().map(Finding::sentence).collect(Collectors.toSet());
    @Nullable String other = // held back by no toggle: what operators have set isn't known yet
        survey.held().values().stream()
            .filter(each -> each.partition().source().equals(source))
            .filter(each -> each.state() == PartitionStatus.State.PAUSED)
            .map(PartitionStatus::cause)
            .filter(cause -> !said.contains(cause))
            .findFirst()
            .orElse(null);
    if (other != null) {
      findings.add(Finding.of(source, HealthCause.PAUSED, other));
    }
    return findings;
  }
}
