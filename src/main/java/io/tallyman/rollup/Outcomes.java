package io.tallyman.rollup;

/**
 * How many records of a range had which outcome in one rollup. Each record has one, decided in this
 * order: rejected, duplicate, early or late, filtered, counted.
 */
public record Outcomes(
    long counted, long filtered, long late, long early, long duplicate, long rejected) {

  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0, 0);

  /** All records that had an outcome. */
  public long total() {
    return counted + filtered + late + early + duplicate + rejected;
  }

  public Outcomes plus(Outcomes other) {
    return new Outcomes(
        counted + other.counted,
        filtered + other.filtered,
        late + other.late,
        early + other.early,
        duplicate + other.duplicate,
        rejected + other.rejected);
  }
}
