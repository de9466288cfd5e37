package io.tallyman.smoke;

import io.tallyman.produce.ProduceFailure;
import io.tallyman.store.MarkedCells;
import io.tallyman.store.StoredPosition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One smoke test: sends a run's events, waits until they are counted, and looks again after a later
 * flush of every partition, whether they still are exactly that. Used once, by one thread.
 */
public final class SmokeRun {

  private static final BigDecimal NOTHING = BigDecimal.ZERO;

  private final SmokePlan plan;
  private final Feed feed;
  private final Books books;
  private final Patience patience;
  private final Reasons reasons;
  private final List<String> faults = new ArrayList<>();

  /** A run that hasn't begun. */
  public SmokeRun(SmokePlan plan, Feed feed, Books books, Patience patience) {
    this.plan = plan;
    this.feed = feed;
    this.books = books;
    this.patience = patience;
    this.reasons = new Reasons(books, patience.clock());
  }

  /**
   * Sends, waits and looks.
   *
   * @throws ProduceFailure when Kafka doesn't take the events
   * @throws io.tallyman.rollup.StoreUnavailable when the database doesn't answer
   */
  public SmokeReport run() throws ProduceFailure, InterruptedException {
    if (reasons.hosts().isEmpty()) {
      faults.add("nothing was sent: " + reasons.nobody());
      return report(0, 0, 0);
    }
    feed.send(plan.run(), plan.events());
    long sent = patience.ticker().getAsLong();
    boolean counted = patience.await(plan.within(), () -> isSettled(books.cells(plan.run())));
    long after = millisSince(sent);
    if (!counted) {
      faults.add(shortfall());
      faults.addAll(reasons.all());
      return report(plan.events(), after, 0);
    }
    long seen = patience.ticker().getAsLong();
    awaitLaterFlush();
    return report(plan.events(), after, millisSince(seen));
  }

  /** Exactly what was sent, or more than that, which no waiting mends. */
  private boolean isSettled(MarkedCells cells) {
    return isExact(cells) || cells.records() > plan.events();
  }

  private boolean isExact(MarkedCells cells) {
    return cells.records() == plan.events()
        && sum(cells, SmokeRollup.EVENTS).compareTo(BigDecimal.valueOf(plan.events())) == 0
        && sum(cells, SmokeRollup.NUMBERS).compareTo(plan.sum()) == 0;
  }

  /** Every partition flushes at least every few seconds, and says then how far it is complete. */
  private void awaitLaterFlush() throws InterruptedException {
    Map<Integer, @Nullable Instant> before = flushes();
    if (!patience.await(plan.within(), () -> waitingFor(before).isEmpty())) {
      faults.add(
          "whether they stay so isn't known: within "
              + text(plan.within())
              + " there was no later flush of partition "
              + String.join(", ", waitingFor(before)));
      faults.addAll(reasons.all());
    }
  }

  private Map<Integer, @Nullable Instant> flushes() {
    Map<Integer, @Nullable Instant> flushes = new TreeMap<>();
    for (StoredPosition position : books.positions()) {
      flushes.put(position.partition().number(), position.countedUntil());
    }
    return flushes;
  }

  private List<String> waitingFor(Map<Integer, @Nullable Instant> before) {
    Map<Integer, @Nullable Instant> now = flushes();
    return before.entrySet().stream()
        .filter(entry -> !isLater(now.get(entry.getKey()), entry.getValue()))
        .map(entry -> entry.getKey().toString())
        .toList();
  }

  private static boolean isLater(@Nullable Instant now, @Nullable Instant before) {
    return now != null && (before == null || now.isAfter(before));
  }

  private SmokeReport report(int sent, long countedAfter, long watched) {
    MarkedCells cells =
        sent == 0 ? new MarkedCells(0, 0, new TreeMap<>()) : books.cells(plan.run());
    if (sent > 0 && cells.records() >= sent && !isExact(cells)) {
      faults.add(0, excess(cells));
    }
    List<String> rollups = books.rollups();
    List<String> others =
        rollups.stream().filter(rollup -> !rollup.equals(SmokeRollup.NAME)).toList();
    if (!others.isEmpty()) {
      faults.add(
          "other rollups have counted events of the smoke topic: "
              + String.join(", ", others)
              + "; see that no other source reads it");
    }
    return new SmokeReport(
        faults.isEmpty(),
        plan.run(),
        sent,
        cells.records(),
        sent == 0 ? NOTHING : plan.sum(),
        sum(cells, SmokeRollup.NUMBERS),
        cells.cells(),
        countedAfter,
        watched,
        rollups,
        faults);
  }

  private String shortfall() {
    MarkedCells cells = books.cells(plan.run());
    return cells.records()
        + " of "
        + plan.events()
        + " events were counted within "
        + text(plan.within())
        + ", with numbers that add up to "
        + sum(cells, SmokeRollup.NUMBERS).toPlainString()
        + " of "
        + plan.sum().toPlainString();
  }

  private String excess(MarkedCells cells) {
    return cells.records()
        + " events are counted, with numbers that add up to "
        + sum(cells, SmokeRollup.NUMBERS).toPlainString()
        + ", and "
        + plan.events()
        + " were sent, with "
        + plan.sum().toPlainString()
        + ": some were counted twice, or came twice; look at the ledger (java -jar tallyman.jar"
        + " ledger config.yml)";
  }

  private static BigDecimal sum(MarkedCells cells, String measure) {
    return cells.sums().getOrDefault(measure, NOTHING);
  }

  private long millisSince(long tick) {
    return TimeUnit.NANOSECONDS.toMillis(patience.ticker().getAsLong() - tick);
  }

  private static String text(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
