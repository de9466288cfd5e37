package io.tallyman.store;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.RollupId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What would vanish from a rollup's view if it were turned to another version: offsets that the
 * shown version has counted and the next one hasn't.
 *
 * @param shown the version that the view shows
 * @param next the version that it would show
 * @param offsets how many offsets, 1 or more
 * @param partitions in how many partitions
 */
public record Shortfall(RollupId shown, RollupId next, long offsets, long partitions) {

  /** A partition of a topic, whatever the topic's name is by now. */
  private record Log(UUID topicId, int partition) {

    static Log of(LedgerEntry entry) {
      return new Log(entry.topicId(), entry.partition());
    }
  }

  static Optional<Shortfall> between(
      RollupId shown, List<LedgerEntry> counted, RollupId next, List<LedgerEntry> countedByNext) {
    var theirs = countedByNext.stream().collect(Collectors.groupingBy(Log::of));
    List<Long> lacking =
        counted.stream().collect(Collectors.groupingBy(Log::of)).entrySet().stream()
            .map(log -> lacking(log.getValue(), theirs.getOrDefault(log.getKey(), List.of())))
            .filter(offsets -> offsets > 0)
            .toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Shortfall(
                shown, next, lacking.stream().mapToLong(Long::longValue).sum(), lacking.size()));
  }

  /** The ranges of one version don't overlap, so what they share with another's adds up. */
  private static long lacking(List<LedgerEntry> counted, List<LedgerEntry> others) {
    long length = counted.stream().mapToLong(each -> each.range().length()).sum();
    long shared =
        counted.stream()
            .mapToLong(
                each ->
                    others.stream().mapToLong(other -> shared(each.range(), other.range())).sum())
            .sum();
    return length - shared;
  }

  private static long shared(OffsetRange one, OffsetRange other) {
    return Math.max(0, Math.min(one.next(), other.next()) - Math.max(one.first(), other.first()));
  }

  /** Why the view isn't turned, and what to do. */
  public String refusal() {
    return String.format(
        Locale.ROOT,
        "the view %s isn't turned: version %s lacks %s that version %s has counted, and they would"
            + " vanish from the view; wait for a later version of Tallyman, which can fill %s from"
            + " Kafka's history, or add --incomplete to switch all the same",
        next.name(),
        next.version(),
        amount(),
        shown.version(),
        next.version());
  }

  /** What the view lacks once it is turned. */
  public String loss() {
    return String.format(
        Locale.ROOT,
        "version %s lacks %s that version %s has counted; the view %s shows them no more, the table"
            + " %s keeps them",
        next.version(),
        amount(),
        shown.version(),
        next.name(),
        Names.tableOf(shown));
  }

  private String amount() {
    return String.format(
        Locale.ROOT,
        "%,d %s in %,d %s",
        offsets,
        offsets == 1 ? "offset" : "offsets",
        partitions,
        partitions == 1 ? "partition" : "partitions");
  }
}
