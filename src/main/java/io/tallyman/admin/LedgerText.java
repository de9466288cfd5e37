package io.tallyman.admin;

import io.tallyman.admin.LedgerView.Cells;
import io.tallyman.admin.LedgerView.Partition;
import io.tallyman.admin.LedgerView.Range;
import io.tallyman.admin.LedgerView.Sums;
import io.tallyman.admin.StoredFacts.RollupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger as tables for a terminal. */
final class LedgerText {

  private static final String INDENT = "  ";

  /** What became of the offsets, in the order of {@link #numbers}. */
  private static final List<String> NUMBERS =
      List.of("served", "absent", "counted", "filtered", "late", "early", "duplicate", "rejected");

  private LedgerText() {}

  static String of(LedgerReport.Rollup rollup) {
    LedgerView ledger = rollup.ledger();
    return table(ledger)
            .under(
                "%s version %s (%s), of source %s, topic %s"
                    .formatted(
                        rollup.name(),
                        rollup.version(),
                        rollup.state(),
                        rollup.source(),
                        rollup.topic()))
        + INDENT
        + positions(ledger)
        + "\n"
        + cells(ledger);
  }

  /** The sums of several versions, as tables of {@code /status}. */
  static String of(List<RollupVersion> rollups) {
    TextTable table =
        new TextTable(heading(List.of("rollup", "version"), List.of("gap offsets", "balances")));
    TextTable imbalances = new TextTable("check", "partition", "difference", "sentence");
    for (RollupVersion each : rollups) {
      LedgerView ledger = each.ledger();
      if (ledger != null) {
        List<Object> line = new ArrayList<>(List.of(each.name(), each.version()));
        line.addAll(numbers(ledger.sums()));
        line.addAll(List.of(ledger.gapOffsets(), yesOrNo(ledger.balanced())));
        table.line(line.toArray());
        ledger
            .imbalances()
            .forEach(
                no -> imbalances.line(no.check(), no.partition(), no.difference(), no.sentence()));
      }
    }
    return table.under("LEDGER") + "\n" + imbalances.under("IMBALANCES");
  }

  private static String[] heading(List<String> before, List<String> after) {
    return Stream.of(before, NUMBERS, after).flatMap(List::stream).toArray(String[]::new);
  }

  private static String yesOrNo(boolean balanced) {
    return balanced ? "yes" : "NO";
  }

  private static TextTable table(LedgerView ledger) {
    TextTable table =
        new TextTable(heading(List.of("partition", "ranges", "gaps"), List.of("balances")));
    for (Partition each : ledger.partitions()) {
      table.line(
          line(name(each), text(each.ranges()), text(each.gaps()), each.sums(), each.balanced()));
    }
    table.line(
        line(
            "all",
            "",
            ledger.gapOffsets() == 0 ? "none" : ledger.gapOffsets() + " offsets",
            ledger.sums(),
            ledger.partitions().stream().allMatch(Partition::balanced)));
    return table;
  }

  private static @Nullable Object[] line(
      String partition, String ranges, String gaps, Sums sums, boolean balanced) {
    List<Object> line = new ArrayList<>(List.of(partition, ranges, gaps));
    line.addAll(numbers(sums));
    line.add(yesOrNo(balanced));
    return line.toArray();
  }

  /** What {@link #NUMBERS} names. */
  private static List<Long> numbers(Sums sums) {
    return List.of(
        sums.served(),
        sums.absent(),
        sums.counted(),
        sums.filtered(),
        sums.late(),
        sums.early(),
        sums.duplicate(),
        sums.rejected());
  }

  private static String name(Partition partition) {
    return partition.position() == null
        ? partition.partition() + " of topic " + partition.topicId()
        : String.valueOf(partition.partition());
  }

  private static String text(List<Range> ranges) {
    return ranges.isEmpty()
        ? "none"
        : ranges.stream().map(LedgerText::text).collect(Collectors.joining(" "));
  }

  private static String text(Range range) {
    return "[" + range.firstOffset() + ", " + range.nextOffset() + ")";
  }

  private static String positions(LedgerView ledger) {
    List<String> differences =
        ledger.partitions().stream().flatMap(LedgerText::differences).toList();
    return differences.isEmpty()
        ? "the ledger begins and ends where the positions do"
        : String.join("\n" + INDENT, differences);
  }

  private static Stream<String> differences(Partition partition) {
    List<Range> ranges = partition.ranges();
    Range position = partition.position();
    if (position == null || ranges.isEmpty()) {
      return Stream.empty();
    }
    String where = "partition " + partition.partition() + ": the ledger ";
    long begin = ranges.get(0).firstOffset();
    long end = ranges.get(ranges.size() - 1).nextOffset();
    return Stream.of(
            difference(where + "begins", begin, "position's first offset", position.firstOffset()),
            difference(where + "ends", end, "position", position.nextOffset()))
        .flatMap(List::stream);
  }

  private static List<String> difference(String what, long ledger, String of, long position) {
    if (ledger == position) {
      return List.of();
    }
    return List.of(
        "%s at %d, %d offsets %s its %s, %d"
            .formatted(
                what,
                ledger,
                Math.abs(ledger - position),
                ledger > position ? "after" : "before",
                of,
                position));
  }

  private static String cells(LedgerView ledger) {
    Cells cells = ledger.cells();
    if (cells == null) {
      return "";
    }
    long counted = ledger.sums().counted();
    StringBuilder text = new StringBuilder();
    text.append(sum("the cells hold", cells.records(), counted));
    cells.counts().forEach((name, sum) -> text.append(sum(name + " counts", sum, counted)));
    return text.toString();
  }

  private static String sum(String what, long sum, long counted) {
    return INDENT
        + "%s %d records, the ledger %d: difference %d%n"
            .formatted(what, sum, counted, sum - counted);
  }
}
