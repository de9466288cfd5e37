package io.tallyman.admin;

import io.tallyman.admin.health.LagHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /lag} shows: how far every partition was behind over the last hour.
 *
 * @param times when the values were taken, the oldest first
 * @param partitions the partitions, in order
 * @param leftOut of how many partitions nothing is kept, as there are too many
 */
record LagDocument(List<Instant> times, List<Series> partitions, int leftOut) {

  /**
   * One partition.
   *
   * @param source its source
   * @param partition its number
   * @param lags records that it was behind, one for each time; null where that wasn't known
   */
  record Series(String source, int partition, List<@Nullable Long> lags) {}

  static LagDocument of(LagHistory.Shown shown) {
    return new LagDocument(
        shown.times(), shown.series().stream().map(LagDocument::series).toList(), shown.leftOut());
  }

  private static Series series(LagHistory.Series series) {
    List<@Nullable Long> lags = new ArrayList<>();
    for (long lag : series.lags()) {
      lags.add(lag == LagHistory.UNKNOWN ? null : Long.valueOf(lag));
    }
    return new Series(series.partition().source(), series.partition().number(), lags);
  }
}
