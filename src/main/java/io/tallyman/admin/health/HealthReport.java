package io.tallyman.admin.health;

import java.time.Instant;
import java.util.List;

/**
 * How all sources get on, at one moment.
 *
 * @param at that moment
 * @param flows every partition that is known, in order
 * @param findings what an operator should know, the worst first
 */
public record HealthReport(Instant at, List<PartitionFlow> flows, List<Finding> findings) {

  public HealthReport {
    flows = List.copyOf(flows);
    findings = List.copyOf(findings);
  }

  /** What is to be known of one source. */
  public List<Finding> of(String source) {
    return findings.stream().filter(each -> each.source().equals(source)).toList();
  }
}
