package io.tallyman.demo;

import io.tallyman.demo.DatabaseFigures.ViewSize;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table's parts as lines of text, none wider than {@value #WIDTH} columns. */
final class TableText {

  static final int WIDTH = 79;

  private static final String LINE = "%-8s %7s %7s %8s %5s %11s %6s  %s";
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Duration STALE = Duration.ofMillis(2_500);
  private static final int NAME = 26;

  private TableText() {}

  /** The names above the table's columns. */
  static String header() {
    return LINE.formatted("UTC", "in/s", "done/s", "lag", "lag s", "done", "dead", "");
  }

  /** One line of the table. */
  static String line(LiveFigures figures) {
    return cut(
        LINE.formatted(
            CLOCK.format(figures.time()),
            number(Math.round(figures.producedRate())),
            number(Math.round(figures.settledRate())),
            number(figures.lag()),
            String.format(Locale.ROOT, "%.1f", figures.lagSeconds()),
            number(figures.database().settled()),
            number(figures.database().dead()),
            note(figures)));
  }

  private static String note(LiveFigures figures) {
    boolean stale = figures.databaseAge().compareTo(STALE) > 0;
    return figures.note().isEmpty() && stale
        ? "no answer for " + figures.databaseAge().toSeconds() + " s"
        : figures.note();
  }

  /** How the rollups have grown. */
  static List<String> rollups(LiveFigures figures, List<RollupPlan> plans) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-26s %9s %12s %9s %7s %7s"
            .formatted("rollup", "cells", "counted", "filtered", "late", "early"));
    for (RollupPlan plan : plans) {
      OutcomeCounts outcomes =
          figures.database().outcomes().getOrDefault(plan.view(), OutcomeCounts.NONE);
      long cells =
          figures.database().rollups().stream()
              .filter(size -> size.view().equals(plan.view()))
              .mapToLong(ViewSize::cells)
              .sum();
      lines.add(
          "%-26s %9s %12s %9s %7s %7s"
              .formatted(
                  shortened(plan.view(), NAME),
                  number(cells),
                  number(outcomes.counted()),
                  number(outcomes.filtered()),
                  number(outcomes.late()),
                  number(outcomes.early())));
    }
    return lines;
  }

  /** The largest cells of the latest bucket, in columns. */
  static List<String> latest(LiveFigures figures) {
    List<List<String>> rows = figures.database().latest();
    if (rows.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(19, row.get(i).length()));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String value = shortened(row.get(i), widths[i]);
        boolean isNumber = !rows.get(rows.size() - 1).get(i).matches(".*[^0-9.-].*");
        line.append(("%" + (isNumber ? "" : "-") + widths[i] + "s  ").formatted(value));
      }
      lines.add(cut(line.toString().stripTrailing()));
    }
    return lines;
  }

  /** Dead letters by reason, on as many lines as they need. */
  static List<String> deadLetters(Map<String, Long> letters) {
    List<String> lines = new ArrayList<>();
    StringBuilder line =
        new StringBuilder("dead letters:").append(letters.isEmpty() ? " none" : "");
    for (Map.Entry<String, Long> entry : new TreeMap<>(letters).entrySet()) {
      String one = " " + entry.getKey() + " " + number(entry.getValue());
      if (line.length() + one.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat("dead letters:".length()));
      }
      line.append(one);
    }
    lines.add(line.toString());
    return lines;
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String cut(String line) {
    return shortened(line, WIDTH);
  }

  private static String shortened(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "~";
  }
}
