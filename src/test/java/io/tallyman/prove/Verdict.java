package io.tallyman.prove;

import java.util.List;

/**
 * What a proof has shown.
 *
 * @param plan the name of its plan
 * @param lines how many lines were to be counted
 * @param seconds how long it took, servers included
 * @param findings all that it looked at, beginning with what went wrong
 */
record Verdict(String plan, long lines, double seconds, List<Finding> findings) {

  Verdict {
    findings = List.copyOf(findings);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a proof that has looked at nothing has shown nothing");
    }
  }

  /** Whether everything is as it has to be. */
  boolean isExact() {
    return findings.stream().allMatch(Finding::holds);
  }
}
