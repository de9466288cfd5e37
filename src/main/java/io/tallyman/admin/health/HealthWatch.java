package io.tallyman.admin.health;

import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.lifecycle.PartStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how every partition gets on against the end of its log. Whoever asks gets the state of
 * this moment; what takes time to show, such as standing still, is seen because {@link
 * HealthRounds} has it look every second. Looking never waits for a server. Thread-safe.
 */
public final class HealthWatch {

  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

  /** Position rows that are older than this say nothing about now. */
  private static final Duration FRESH = Duration.ofSeconds(45);

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::cause)
          .thenComparing(Finding::source)
          .thenComparingInt(finding -> finding.partition().orElse(-1));

  private final HealthSight sight;
  private final Clock clock;
  private final LongSupplier ticker;
  private final SourceJudge sources;
  private final PartitionJudge partitions;
  private final LagHistory history = new LagHistory();
  private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();
  private Map<Finding.Subject, Finding> told = Map.of();

  /**
   * @param sight what it looks at
   * @param limits from when on something is worth a look
   * @param clock the time of day
   * @param ticker a monotonic clock, in nanoseconds
   */
  public HealthWatch(HealthSight sight, HealthLimits limits, Clock clock, LongSupplier ticker) {
    this.sight = sight;
    this.clock = clock;
    this.ticker = ticker;
    this.sources = new SourceJudge(limits);
    this.partitions = new PartitionJudge(limits);
  }

  /** From now on this one hears of every change, at the tick that sees it. */
  public void listen(HealthListener listener) {
    listeners.add(listener);
  }

  /** How far the partitions were behind, at the ticks of the last hour. */
  public LagHistory history() {
    return history;
  }

  /** How everything gets on now. */
  public synchronized HealthReport look() {
    Look look = Look.at(sight, new Moment(clock.instant(), ticker.getAsLong()));
    List<Finding> findings = new ArrayList<>();
    for (String source : look.sources()) {
      judge(source, look, findings);
    }
    partitions.keepOnly(look.survey().flows());
    findings.sort(WORST_FIRST);
    return new HealthReport(look.now().time(), look.survey().flows(), findings);
  }

  private void judge(String source, Look look, List<Finding> findings) {
    long nanos = look.now().nanos();
    List<Finding> ground = sources.ground(source, look.parts(), nanos);
    boolean excused = !ground.isEmpty() || !SourceJudge.databaseTrouble(look.parts()).isEmpty();
    findings.addAll(ground);
    findings.addAll(sources.lanes(source, look.lanes(), sight.fences().applyAsLong(source), nanos));
    findings.addAll(SourceJudge.pauses(source, look.toggles(), look.survey()));
    for (PartitionFlow flow : look.survey().of(source)) {
      PartitionStatus status = look.survey().held().get(flow.partition());
      (status == null
              ? partitions.elsewhere(
                  flow, look.isFresh() && !excused && !look.isHeldBack(flow), look.now())
              : partitions.held(flow, status, excused, look.now()))
          .ifPresent(findings::add);
    }
  }

  /** All that is looked at, at one moment. */
  private record Look(
      Moment now,
      List<String> sources,
      List<PartStatus> parts,
      List<LaneStatus> lanes,
      List<Toggle> toggles,
      StoredPlaces places,
      FlowSurvey survey) {

    static Look at(HealthSight sight, Moment now) {
      List<SourceLogs> logs = sight.logs().get();
      List<LaneStatus> lanes = sight.lanes().get();
      StoredPlaces places = sight.positions().last();
      return new Look(
          now,
          logs.stream().map(SourceLogs::source).toList(),
          sight.parts().get(),
          lanes,
          sight.toggles().get(),
          places,
          FlowSurvey.of(lanes, logs, places));
    }

    boolean isFresh() {
      return places.readAtNanos().isPresent()
          && now.nanos() - places.readAtNanos().getAsLong() < FRESH.toNanos();
    }

    /** On the whole fleet, that is; what is said to another host alone isn't known here. */
    boolean isHeldBack(PartitionFlow flow) {
      int number = flow.partition().number();
      return toggles.stream()
          .filter(each -> each.paused() && each.origin().fleet())
          .filter(each -> each.source().equals(flow.partition().source()))
          .anyMatch(each -> each.partition().orElse(number) == number);
    }
  }

  /** Reads the position rows anew; waits for the database. */
  void readPositions() {
    sight.positions().read();
  }

  /** Looks, and tells the listeners what has changed since the last tick. */
  public void tick() {
    Map<Finding.Subject, Finding> now = new LinkedHashMap<>();
    List<HealthChange> changes = new ArrayList<>();
    synchronized (this) {
      HealthReport report = look();
      history.note(report);
      report.findings().forEach(each -> now.put(each.subject(), each));
      now.forEach(
          (subject, finding) -> {
            if (!told.containsKey(subject)) {
              changes.add(new HealthChange(finding, true, report.at()));
            }
          });
      told.forEach(
          (subject, finding) -> {
            if (!now.containsKey(subject)) {
              changes.add(new HealthChange(finding, false, report.at()));
            }
          });
      told = now;
    }
    changes.forEach(this::tell);
  }

  private void tell(HealthChange change) {
    Finding finding = change.finding();
    String what = finding.cause().code() + " in source " + finding.source();
    String which =
        finding.partition().isPresent() ? " partition " + finding.partition().getAsInt() : "";
    LOG.info("{}{} {}: {}", what, which, change.began() ? "began" : "ended", finding.sentence());
    for (HealthListener listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        LOG.warn("A listener to health failed at {}", change, e);
      }
    }
  }
}
