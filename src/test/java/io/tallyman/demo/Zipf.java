package io.tallyman.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws ranks from 0 on, of which rank r comes with a probability in proportion to 1/(r+1)^s: few
 * things are wanted by many, many things by few. Immutable.
 */
final class Zipf {

  private final double[] cumulated;

  /**
   * A distribution.
   *
   * @param ranks how many ranks, 1 or more
   * @param exponent s; 0 makes all ranks alike, 1 is the classical law
   */
  Zipf(int ranks, double exponent) {
    cumulated = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1 / Math.pow(rank + 1, exponent);
      cumulated[rank] = sum;
    }
  }

  int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, point);
    return found >= 0 ? found : -found - 1;
  }
}
