package io.tallyman.rollup;

/** {@link Outcomes} while they are being counted. */
final class OutcomeCounter {

  private long counted;
  private long filtered;
  private long late;
  private long early;
  private long rejected;

  void add(Outcome outcome) {
    switch (outcome) {
      case COUNTED -> counted++;
      case FILTERED -> filtered++;
      case LATE -> late++;
      case EARLY -> early++;
      case REJECTED -> rejected++;
    }
  }

  Outcomes toOutcomes() {
    return new Outcomes(counted, filtered, late, early, 0, rejected);
  }
}
