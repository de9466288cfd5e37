package io.tallyman.demo;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;

/**
 * The end of the demo: the service's ledger, dead letters and cells held against the tally of what
 * was produced.
 */
final class ClosingBalance {

  private final PrintStream out;
  private final ServiceDatabase database;
  private final Tally tally;
  private long difference;

  ClosingBalance(PrintStream out, ServiceDatabase database, Tally tally) {
    this.out = out;
    this.database = database;
    this.tally = tally;
  }

  /** Prints it, and says how large all differences are together. */
  long print() throws SQLException {
    Map<String, OutcomeCounts> ledger = database.outcomes();
    out.println("The balance: the service's ledger and cells against the demo's own tally");
    for (RollupBook book : tally.books()) {
      String view = book.plan().view();
      printOutcomes(view, ledger.getOrDefault(view, OutcomeCounts.NONE), tally.outcomes(book));
      printCells(book);
    }
    printDeadLetters();
    return difference;
  }

  private void printOutcomes(String view, OutcomeCounts found, OutcomeCounts expected) {
    long off = Math.abs(tally.records() - found.total()) + found.distance(expected);
    difference += off;
    out.println();
    out.println(view);
    out.println(
        """
        produced %s = counted %s + rejected %s + duplicate %s
          + late %s + early %s + filtered %s, difference %s\
        """
            .indent(2)
            .stripTrailing()
            .formatted(
                TableText.number(tally.records()),
                TableText.number(found.counted()),
                TableText.number(found.rejected()),
                TableText.number(found.duplicate()),
                TableText.number(found.late()),
                TableText.number(found.early()),
                TableText.number(found.filtered()),
                TableText.number(off)));
    if (off != 0) {
      out.println("  the tally says " + expected);
    }
  }

  private void printCells(RollupBook book) throws SQLException {
    CellComparison cells = new CellComparison(book);
    database.cells(book.plan(), cells::compare);
    difference += cells.difference();
    out.println(
        "  %s cells compared in MySQL with all their measures, difference %s"
            .formatted(TableText.number(cells.compared()), TableText.number(cells.difference())));
    cells.examples().forEach(example -> out.println("  " + example));
  }

  private void printDeadLetters() throws SQLException {
    Map<String, Long> found = database.deadLetters();
    Map<String, Long> expected = tally.rejectedByReason();
    long off = found.equals(expected) ? 0 : 1;
    difference += off;
    out.println();
    TableText.deadLetters(found).forEach(out::println);
    out.println("  compared by reason, difference " + off);
    if (off != 0) {
      out.println("  the tally says " + expected);
    }
  }
}
