package io.tallyman.demo;

import java.util.List;
import java.util.Map;

/**
 * What the service's database said at one moment.
 *
 * @param readAtNanos when, by the ticker
 * @param produced how many records Kafka had acknowledged then
 * @param positions the next offset of every partition
 * @param outcomes the ledger's sums, by the rollup's name there
 * @param deadLetters how many, by reason
 * @param rollups each view's size, in the order of the plans; of a few seconds before
 * @param latest the largest cells of the first rollup's latest bucket; of a few seconds before
 */
record DatabaseFigures(
    long readAtNanos,
    long produced,
    Map<Integer, Long> positions,
    Map<String, OutcomeCounts> outcomes,
    Map<String, Long> deadLetters,
    List<ViewSize> rollups,
    List<List<String>> latest) {

  /**
   * How large a view is.
   *
   * @param view its name
   * @param cells its rows
   * @param sum the sum of its first count
   */
  record ViewSize(String view, long cells, long sum) {}

  static final DatabaseFigures NONE =
      new DatabaseFigures(0, 0, Map.of(), Map.of(), Map.of(), List.of(), List.of());

  /** How many records the service has settled, whatever became of them. */
  long settled() {
    return positions.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many dead letters there are. */
  long dead() {
    return deadLetters.values().stream().mapToLong(Long::longValue).sum();
  }
}
