package io.tallyman.store;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cells of a rollup version add up to.
 *
 * @param records the hidden count of records that every cell carries
 * @param counts the sum of each measure that counts records, by its name
 */
public record CellSums(long records, SortedMap<String, Long> counts) {

  public CellSums {
    counts = new TreeMap<>(counts);
  }
}
