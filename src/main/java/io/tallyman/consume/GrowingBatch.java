package io.tallyman.consume;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The batch that a lane is filling, and whether it is time to hand it over. Not thread-safe. */
final class GrowingBatch {

  /** How often a lane that has nothing to count says up to when its partitions are complete. */
  private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

  private final SourceEngine engine;
  private final RollupToggles toggles;
  private final LaneTuning tuning;
  private final MemoryBudget budget;
  private final FlushPace pace;
  private final LongSupplier ticker;
  private Set<String> paused = Set.of();
  private Tally tally;
  private boolean outdated;
  private long began;
  private long bytes;

  GrowingBatch(SourceEngine engine, LaneSurroundings around) {
    this.engine = engine;
    this.toggles = around.rollups();
    this.tuning = around.tuning();
    this.budget = around.budget();
    this.pace = new FlushPace(tuning.values().flush().interval(), around.random());
    this.ticker = around.ticker();
    this.tally = newTally();
    this.began = ticker.getAsLong();
  }

  private Tally newTally() {
    paused = toggles.paused();
    outdated = false;
    Set<String> leftOut = paused;
    return new Tally(
        engine.eventTime(), engine.rollups(), rollup -> !leftOut.contains(rollup.id().name()));
  }

  /**
   * Has a batch that is still empty leave out just what is paused by now; one that isn't goes on as
   * it began, and is due. Called before it takes records in: by then the operator's last word on
   * whether they may be read was heard.
   */
  void followOperators() {
    if (toggles.paused() == paused) {
      return;
    }
    if (tally.isEmpty()) {
      tally = newTally();
    } else {
      outdated = true;
    }
  }

  Tally tally() {
    return tally;
  }

  /** The tally, with this partition open in it. */
  Tally openAt(SourcePartition partition, Holding.Counting counting) {
    if (!tally.has(partition)) {
      tally.open(partition, counting.topicId(), counting.ownerEpoch(), counting.position());
    }
    return tally;
  }

  /**
   * A partition whose position has reached the end that its log had at some time is complete up to
   * that time.
   */
  void noteWhatIsComplete(Holdings holdings, TopicView view) {
    holdings.forEachCounting(
        (partition, counting) -> {
          long end = view.end(partition.partition()).orElse(Long.MAX_VALUE);
          if (counting.position() >= end
              && counting.topicId().equals(view.topicId())
              && isNewer(view.askedAt(), counting.countedUntil())) {
            SourcePartition name = holdings.name(partition);
            openAt(name, counting).completeUntil(name, view.askedAt());
          }
        });
  }

  private static boolean isNewer(Instant time, @Nullable Instant known) {
    return known == null || time.isAfter(known);
  }

  /** Books what the batch has grown by. */
  void book() {
    long now = tally.bytes();
    budget.take(now - bytes);
    bytes = now;
  }

  boolean isDue(CarefulReading careful) {
    FlushSettings flush = tuning.values().flush();
    pace.aimAt(flush.interval());
    if (outdated) {
      return true;
    }
    if (tally.records() == 0) {
      long patience = tally.isEmpty() ? IDLE_NANOS : pace.intervalNanos();
      return age() >= patience;
    }
    return age() >= pace.intervalNanos()
        || tally.cells() >= flush.maxCells()
        || tally.records() >= careful.limit()
        || budget.isUsedUp();
  }

  private long age() {
    return ticker.getAsLong() - began;
  }

  /** Takes note of how long a flush took. */
  void observeFlush(long nanos) {
    pace.observe(nanos);
  }

  /** Hands the batch over, and begins a new one. */
  void send(HandOff handOff) {
    book();
    if (!tally.isEmpty()) {
      handOff.send(tally, bytes);
    }
    beginAnew();
  }

  /** Throws the batch away, and begins a new one. */
  void discard() {
    budget.take(-bytes);
    beginAnew();
  }

  private void beginAnew() {
    tally = newTally();
    began = ticker.getAsLong();
    bytes = 0;
  }
}
