package io.tallyman.smoke;

import io.tallyman.rollup.MeasureDefinition;
import io.tallyman.rollup.RollupDefinition;
import java.util.List;

/**
 * The source and the rollup that smoke tests have to themselves, and what the rollup has to be: a
 * number of events and the sum of their numbers for each run, so that a loss and a repeat can't
 * cancel each other out.
 */
public final class SmokeRollup {

  /** The source's name in {@code config.yml}. */
  public static final String SOURCE = "smoke";

  /** The rollup's name in {@code config.yml}. */
  public static final String NAME = "smoke_runs";

  static final String RUN = "run";
  static final String NUMBER = "number";
  static final String SENT_AT = "sent_at";
  static final String EVENTS = "events";
  static final String NUMBERS = "numbers";

  private static final List<MeasureDefinition> MEASURES =
      List.of(
          new MeasureDefinition.Count(EVENTS), new MeasureDefinition.Sum(NUMBERS, List.of(NUMBER)));

  private SmokeRollup() {}

  /** Whether this rollup counts what a smoke test looks for; its bucket may be any. */
  public static boolean isAs(RollupDefinition rollup) {
    return rollup.name().equals(NAME)
        && rollup.source().equals(SOURCE)
        && rollup.where().isEmpty()
        && rollup.dimensions().equals(List.of(RUN))
        && rollup.measures().size() == MEASURES.size()
        && rollup.measures().containsAll(MEASURES);
  }
}
