package io.tallyman.store;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cells of a rollup version with one value of a dimension add up to.
 *
 * @param cells how many cells there are
 * @param records the hidden count of records that every cell carries
 * @param sums the sum of each measure that adds up, by its column's name
 */
public record MarkedCells(long cells, long records, SortedMap<String, BigDecimal> sums) {

  public MarkedCells {
    sums = new TreeMap<>(sums);
  }
}
