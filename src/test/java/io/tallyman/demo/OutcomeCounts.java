package io.tallyman.demo;

/** How many records had which outcome in one rollup. */
record OutcomeCounts(
    long counted, long rejected, long duplicate, long late, long early, long filtered) {

  static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0);

  long total() {
    return counted + rejected + duplicate + late + early + filtered;
  }

  /** How far two sets of counts are apart, outcome by outcome; 0 only where all are equal. */
  long distance(OutcomeCounts other) {
    return Math.abs(counted - other.counted)
        + Math.abs(rejected - other.rejected)
        + Math.abs(duplicate - other.duplicate)
        + Math.abs(late - other.late)
        + Math.abs(early - other.early)
        + Math.abs(filtered - other.filtered);
  }
}
