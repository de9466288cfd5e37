package io.tallyman.demo;

import java.io.PrintStream;
import java.util.List;

/** The table as lines one below the other, with the rollups every ten seconds. */
final class PlainScreen implements Screen {

  private static final int LINES_BETWEEN = 10;

  private final PrintStream out;
  private final List<RollupPlan> plans;
  private int lines;

  PlainScreen(PrintStream out, List<RollupPlan> plans) {
    this.out = out;
    this.plans = plans;
  }

  @Override
  public void show(LiveFigures figures) {
    if (lines > 0 && lines % LINES_BETWEEN == 0) {
      out.println();
      TableText.rollups(figures, plans).forEach(out::println);
      TableText.latest(figures).forEach(out::println);
      TableText.deadLetters(figures.database().deadLetters()).forEach(out::println);
      out.println();
    }
    if (lines % LINES_BETWEEN == 0) {
      out.println(TableText.header());
    }
    out.println(TableText.line(figures));
    out.flush();
    lines++;
  }

  @Override
  public void close() {
    out.println();
  }
}
