package io.tallyman.admin;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.admin.health.Finding;
import io.tallyman.admin.health.HealthCause;
import io.tallyman.admin.health.HealthReport;
import io.tallyman.admin.health.HealthWatch;
import io.tallyman.admin.health.PartitionFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A source is healthy while what this host has of it gets on. What an operator paused is healthy
 * and says so, and so does what is far behind and catches up; everything else that {@link
 * HealthCause} knows is not, and its message has cause and remedy.
 */
final class SourceHealth extends HealthCheck {

  /** Of many partitions with one cause these are enough to begin with; /status has them all. */
  private static final int MOST_SENTENCES = 3;

  private final String source;
  private final HealthWatch watch;

  SourceHealth(String source, HealthWatch watch) {
    this.source = source;
    this.watch = watch;
  }

  @Override
  protected Result check() {
    HealthReport report = watch.look();
    List<Finding> findings = report.of(source);
    boolean healthy = findings.stream().noneMatch(each -> each.cause().isTrouble());
    ResultBuilder result = Result.builder();
    result = healthy ? result.healthy() : result.unhealthy();
    return result.withMessage(findings.isEmpty() ? held(report) : message(findings)).build();
  }

  private String held(HealthReport report) {
    long held =
        report.flows().stream()
            .filter(each -> each.held() && each.partition().source().equals(source))
            .map(PartitionFlow::partition)
            .count();
    return held + (held == 1 ? " partition gets on" : " partitions get on");
  }

  /** The worst first, each cause once. */
  private static String message(List<Finding> findings) {
    Map<HealthCause, List<Finding>> byCause =
        findings.stream()
            .collect(Collectors.groupingBy(Finding::cause, TreeMap::new, Collectors.toList()));
    List<String> messages = new ArrayList<>();
    byCause.forEach((cause, found) -> messages.add(message(cause, found)));
    return String.join(" | ", messages);
  }

  private static String message(HealthCause cause, List<Finding> found) {
    String sentences =
        found.stream()
            .limit(MOST_SENTENCES)
            .map(SourceHealth::sentence)
            .collect(Collectors.joining("; "));
    int more = found.size() - MOST_SENTENCES;
    return cause.code()
        + ": "
        + sentences
        + (more > 0 ? "; and " + more + " more partitions" : "")
        + ". Remedy: "
        + cause.remedy();
  }

  private static String sentence(Finding finding) {
    boolean named = finding.partition().isEmpty() || finding.cause() == HealthCause.PAUSED;
    return named
        ? finding.sentence()
        : "partition " + finding.partition().getAsInt() + " " + finding.sentence();
  }
}
