package io.tallyman.demo;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The table on a whole terminal, drawn anew every second; 80 columns and 24 lines are enough. */
final class FullScreen implements Screen {

  private static final String ESCAPE = "\u001b[";
  private static final String BOLD = ESCAPE + "1m";
  private static final String DIM = ESCAPE + "2m";
  private static final String YELLOW = ESCAPE + "33m";
  private static final String RED = ESCAPE + "31m";
  private static final String PLAIN = ESCAPE + "0m";
  private static final String OTHER_SCREEN = ESCAPE + "?1049h" + ESCAPE + "?25l";
  private static final String FIRST_SCREEN = ESCAPE + "?25h" + ESCAPE + "?1049l";
  private static final double SOME_LAG_SECONDS = 2;
  private static final double MUCH_LAG_SECONDS = 10;
  private static final int MOST_ROLLUPS = 4;
  private static final int REMEMBERED = 200;

  private final PrintStream out;
  private final Terminal terminal;
  private final List<String> heading;
  private final List<RollupPlan> plans;
  private final Deque<String> lines = new ArrayDeque<>();
  private boolean open;

  /**
   * A screen.
   *
   * @param heading what stays on top: the addresses
   */
  FullScreen(PrintStream out, Terminal terminal, List<String> heading, List<RollupPlan> plans) {
    this.out = out;
    this.terminal = terminal;
    this.heading = heading.stream().map(line -> cut(line, terminal.columns())).toList();
    this.plans = plans.subList(0, Math.min(plans.size(), MOST_ROLLUPS));
  }

  /** Only what would wrap and push the table down. */
  private static String cut(String line, int columns) {
    return line.length() <= columns ? line : line.substring(0, columns - 1) + "~";
  }

  @Override
  public void show(LiveFigures figures) {
    lines.addLast(coloured(figures));
    if (lines.size() > REMEMBERED) {
      lines.removeFirst();
    }
    List<String> below = below(figures);
    List<String> all = new ArrayList<>(heading);
    all.add("");
    all.add(BOLD + TableText.header() + PLAIN);
    int room = Math.max(3, terminal.rows() - all.size() - below.size() - 1);
    all.addAll(lines.stream().skip(Math.max(0, lines.size() - room)).toList());
    for (int missing = room - Math.min(room, lines.size()); missing > 0; missing--) {
      all.add("");
    }
    all.addAll(below);
    draw(all);
  }

  private List<String> below(LiveFigures figures) {
    List<String> below = new ArrayList<>();
    below.add("");
    List<String> rollups = TableText.rollups(figures, plans);
    below.add(BOLD + rollups.get(0) + PLAIN);
    below.addAll(rollups.subList(1, rollups.size()));
    below.add("");
    List<String> latest = TableText.latest(figures);
    for (int i = 0; i < latest.size(); i++) {
      below.add(i == 0 ? BOLD + latest.get(i) + PLAIN : latest.get(i));
    }
    below.addAll(TableText.deadLetters(figures.database().deadLetters()));
    below.add(
        DIM
            + "k kill -9 service   b bounce broker   d stall database   q end   running %d:%02d:%02d"
                .formatted(
                    figures.running().toHours(),
                    figures.running().toMinutesPart(),
                    figures.running().toSecondsPart())
            + PLAIN);
    return below;
  }

  private static String coloured(LiveFigures figures) {
    String line = TableText.line(figures);
    if (figures.lagSeconds() >= MUCH_LAG_SECONDS) {
      return RED + line + PLAIN;
    }
    return figures.lagSeconds() >= SOME_LAG_SECONDS || !figures.note().isEmpty()
        ? YELLOW + line + PLAIN
        : line;
  }

  private void draw(List<String> all) {
    StringBuilder text = new StringBuilder(open ? "" : OTHER_SCREEN).append(ESCAPE).append("H");
    open = true;
    int rows = Math.min(all.size(), terminal.rows());
    for (int i = 0; i < rows; i++) {
      text.append(all.get(i)).append(ESCAPE).append('K').append(i + 1 < rows ? "\r\n" : "");
    }
    out.print(text.append(ESCAPE).append('J'));
    out.flush();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      out.print(FIRST_SCREEN);
      out.println(TableText.header());
      lines.stream().skip(Math.max(0, lines.size() - 3)).forEach(out::println);
      out.flush();
    }
  }
}
