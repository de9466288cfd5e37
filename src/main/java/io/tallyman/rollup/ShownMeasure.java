package io.tallyman.rollup;

/** A measure as the rollup's view shows it. */
public sealed interface ShownMeasure {

  /** The column's name in the view: the measure's name. */
  String name();

  /** The stored column of the same name, as it is. */
  record Stored(String name) implements ShownMeasure {}

  /**
   * One stored column divided by another; null where the divisor is 0 or null.
   *
   * @param name the measure's name
   * @param sum the stored column that is divided
   * @param count the stored column that divides
   */
  record Mean(String name, String sum, String count) implements ShownMeasure {}
}
