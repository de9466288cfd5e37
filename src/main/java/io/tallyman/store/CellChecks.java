package io.tallyman.store;

import io.tallyman.store.Imbalance.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The checks that the cells of a rollup version must pass: they hold what its ledger counted. */
final class CellChecks {

  private final RegisteredRollup rollup;
  private final long counted;
  private final List<Imbalance> imbalances = new ArrayList<>();

  private CellChecks(RegisteredRollup rollup, long counted) {
    this.rollup = rollup;
    this.counted = counted;
  }

  /**
   * @param counted how many records the ledger of this version has counted, over all partitions
   */
  static List<Imbalance> of(RegisteredRollup rollup, CellSums cells, long counted) {
    CellChecks checks = new CellChecks(rollup, counted);
    checks.check(Check.RECORDS, "its cells hold", cells.records());
    cells
        .counts()
        .forEach(
            (measure, sum) ->
                checks.check(Check.COUNT_MEASURE, "its measure " + measure + " counts", sum));
    return List.copyOf(checks.imbalances);
  }

  private void check(Check check, String what, long sum) {
    if (sum != counted) {
      long difference = sum - counted;
      imbalances.add(
          new Imbalance(
              check,
              OptionalInt.empty(),
              difference,
              ("%s: %s %d records and its ledger %d, %d too %s; something other than Tallyman wrote"
                      + " to table %s or to tallyman_ledger: put both back from one backup, or"
                      + " define a new version of the rollup")
                  .formatted(
                      rollup.id(),
                      what,
                      sum,
                      counted,
                      Math.abs(difference),
                      difference > 0 ? "many" : "few",
                      rollup.table())));
    }
  }
}
