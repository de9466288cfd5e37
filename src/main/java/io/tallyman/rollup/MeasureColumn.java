package io.tallyman.rollup;

/**
 * A column that holds a measure, or a part of one.
 *
 * @param name the column's name
 * @param type what it holds
 * @param merge how the value of a batch joins the value that is stored
 */
public record MeasureColumn(String name, ColumnType type, Merge merge) {

  /**
   * How two values of a measure become one. All are commutative and associative, and null is the
   * neutral value, so that the order of batches doesn't matter.
   */
  public enum Merge {
    ADD,
    LEAST,
    GREATEST
  }
}
