package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.store.Imbalance.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The checks that the ledger of one partition must pass. Two of them the database's own constraints
 * hold too; they are computed all the same, because a constraint can be dropped.
 */
final class PartitionChecks {

  private static final String REMEDY =
      "; something other than Tallyman changed its rows in tallyman_ledger: put them back from a"
          + " backup, or define a new version of the rollup";

  private final PartitionLedger ledger;
  private final List<Imbalance> imbalances = new ArrayList<>();

  private PartitionChecks(PartitionLedger ledger) {
    this.ledger = ledger;
  }

  static List<Imbalance> of(PartitionLedger ledger) {
    PartitionChecks checks = new PartitionChecks(ledger);
    long end = 0;
    for (LedgerEntry entry : ledger.entries()) {
      checks.checkLength(entry);
      checks.checkOutcomes(entry);
      checks.checkOverlap(entry.range(), end);
      end = Math.max(end, entry.range().next());
    }
    checks.checkPosition(end);
    return List.copyOf(checks.imbalances);
  }

  private void checkLength(LedgerEntry entry) {
    long length = entry.range().length();
    long known = entry.served() + entry.absent();
    if (length != known) {
      add(
          Check.LENGTH,
          known - length,
          "%s has %d offsets, but served %d + absent %d are %d%s"
              .formatted(entry.range(), length, entry.served(), entry.absent(), known, REMEDY));
    }
  }

  private void checkOutcomes(LedgerEntry entry) {
    long total = entry.outcomes().total();
    if (total != entry.served()) {
      add(
          Check.OUTCOMES,
          total - entry.served(),
          "%d records were served in %s, but their outcomes are %d%s"
              .formatted(entry.served(), entry.range(), total, REMEDY));
    }
  }

  private void checkOverlap(OffsetRange range, long end) {
    if (range.first() < end) {
      OffsetRange twice = new OffsetRange(range.first(), Math.min(end, range.next()));
      add(
          Check.OVERLAP,
          twice.length(),
          twice + " is in two ranges, so its " + twice.length() + " offsets count twice" + REMEDY);
    }
  }

  /**
   * A position that is further on is a gap; one that is behind would have offsets counted twice.
   */
  private void checkPosition(long end) {
    ledger
        .position()
        .filter(position -> position.nextOffset() < end)
        .ifPresent(
            position ->
                add(
                    Check.POSITION,
                    position.nextOffset() - end,
                    ("its position stands at %d, %d offsets before the end of what is counted, so"
                            + " it can't go on: nothing is counted twice; bin/ctl positions skip %s"
                            + " --partition %d takes it to %d")
                        .formatted(
                            position.nextOffset(),
                            end - position.nextOffset(),
                            ledger.partition().source(),
                            ledger.partition().number(),
                            end)));
  }

  private void add(Check check, long difference, String what) {
    int number = ledger.partition().number();
    imbalances.add(
        new Imbalance(
            check,
            OptionalInt.of(number),
            difference,
            "%s, partition %d: %s".formatted(ledger.rollup(), number, what)));
  }
}
