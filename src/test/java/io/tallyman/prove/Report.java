package io.tallyman.prove;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All verdicts of a run, for people and for programs. */
record Report(List<Verdict> verdicts) {

  private static final String LINE = "%-12s %9s %10s %8s  %-8s %s";

  Report {
    verdicts = List.copyOf(verdicts);
  }

  /** Whether each is exact. */
  boolean isExact() {
    return !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::isExact);
  }

  /** A table, a scenario a line. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(LINE.formatted("scenario", "lines", "checks", "seconds", "verdict", "faults"));
    verdicts.forEach(verdict -> lines.add(line(verdict)));
    return lines;
  }

  private static String line(Verdict verdict) {
    long good = verdict.findings().stream().filter(Finding::holds).count();
    return LINE.formatted(
        verdict.plan(),
        String.format(Locale.ROOT, "%,d", verdict.lines()),
        good + " of " + verdict.findings().size(),
        String.format(Locale.ROOT, "%.1f", verdict.seconds()),
        verdict.isExact() ? "exact" : "WRONG",
        verdict.findings().get(0).words());
  }

  /** Writes all of it as JSON. */
  void writeTo(Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("exact", isExact());
    document.put("scenarios", verdicts);
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
  }
}
