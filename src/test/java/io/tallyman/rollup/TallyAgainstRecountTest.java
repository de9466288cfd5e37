package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random records in random partitions, cut into batches at random places, against {@link
 * NaiveRecount}. Each repetition is a seed; each seed has many rounds.
 */
final class TallyAgainstRecountTest {

  private static final int ROUNDS = 400;
  private static final long NOW = Instant.parse("2026-01-01T00:00:10Z").toEpochMilli();
  private static final String[] COUNTRIES = {
    "de",
    "DE",
    "fr",
    "XX",
    "",
    " ",
    "é",
    "e",
    "\uD83D\uDE00".repeat(256),
    "\uD83D\uDE00".repeat(255),
    "x".repeat(300)
  };

  /** What Kafka serves of one partition: the offset goes up, with gaps. */
  private record Served(int partition, long offset, NaiveRecount.Event event) {}

  @RepeatedTest(10)
  void shouldCountWhatANaiveRecountCountsHoweverItIsCutIntoBatches(RepetitionInfo repetition) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = repetition.getCurrentRepetition() * 1_000_003L + round;
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      List<Served> served = serve(random, random.nextInt(0, 120), random.nextInt(1, 4));
      List<NaiveRecount.Event> events = served.stream().map(Served::event).toList();

      MergedBatches whole = tally(served, random, Double.MIN_VALUE);
      MergedBatches pieces = tally(served, random, random.nextDouble(0.01, 1));

      assertThat(NaiveRecount.lines(List.copyOf(pieces.cells())))
          .as("cells, seed %d", seed)
          .isEqualTo(NaiveRecount.cells(events).stream().sorted().toList());
      assertThat(NaiveRecount.lines(List.copyOf(whole.cells())))
          .as("cells of one batch, seed %d", seed)
          .isEqualTo(NaiveRecount.lines(List.copyOf(pieces.cells())));
      assertBalanced(pieces, events, seed);
      assertThat(pieces.absent()).as("absent, seed %d", seed).isEqualTo(whole.absent());
    }
  }

  private static void assertBalanced(
      MergedBatches merged, List<NaiveRecount.Event> events, long seed) {
    Map<String, Long> expected = NaiveRecount.outcomes(events);
    assertThat(merged.outcomes(Sales.compile(NaiveRecount.DEFINITION).id()))
        .as("outcomes, seed %d", seed)
        .isEqualTo(
            new Outcomes(
                expected.getOrDefault("counted", 0L),
                expected.getOrDefault("filtered", 0L),
                expected.getOrDefault("late", 0L),
                expected.getOrDefault("early", 0L),
                0,
                expected.getOrDefault("rejected", 0L)));
    assertThat(merged.served()).as("served, seed %d", seed).isEqualTo(events.size());
  }

  private static List<Served> serve(RandomGenerator random, int size, int partitions) {
    long[] next = new long[partitions];
    List<Served> served = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int partition = random.nextInt(partitions);
      long offset = next[partition] + (random.nextInt(5) == 0 ? random.nextInt(4) : 0);
      next[partition] = offset + 1;
      served.add(new Served(partition, offset, event(random)));
    }
    return served;
  }

  private static NaiveRecount.Event event(RandomGenerator random) {
    long time = NOW + random.nextLong(-130_000, 130_000);
    long recordTime =
        switch (random.nextInt(8)) {
          case 0 -> time + 3_600_000 + random.nextInt(-1, 2);
          case 1 -> time - 300_000 + random.nextInt(-1, 2);
          default -> time + random.nextInt(1_000);
        };
    return new NaiveRecount.Event(
        time,
        random.nextInt(6) == 0 ? null : COUNTRIES[random.nextInt(COUNTRIES.length)],
        random.nextInt(3) == 0 ? null : random.nextBoolean(),
        random.nextInt(4) == 0 ? null : quantity(random),
        random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextLong(-5_000, 999_999_999), 3),
        recordTime,
        random.nextInt(12) == 0);
  }

  private static long quantity(RandomGenerator random) {
    return random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(-20, 100);
  }

  /**
   * Tallies in order, beginning a new batch after each record with this chance.
   *
   * @param chance of a cut, more than 0
   */
  private static MergedBatches tally(List<Served> served, RandomGenerator random, double chance) {
    MergedBatches merged = new MergedBatches();
    List<Rollup> rollups = List.of(Sales.compile(NaiveRecount.DEFINITION));
    long[] next = new long[served.stream().mapToInt(Served::partition).max().orElse(0) + 1];
    Tally tally = new Tally(Sales.EVENT_TIME, rollups);
    for (Served each : served) {
      SourcePartition partition = Sales.partition(each.partition());
      if (!tally.has(partition)) {
        tally.open(partition, Sales.TOPIC_ID, 1, next[each.partition()]);
      }
      take(tally, partition, each);
      next[each.partition()] = each.offset() + 1;
      if (random.nextDouble() < chance) {
        merged.add(tally.toBatch());
        tally = new Tally(Sales.EVENT_TIME, rollups);
      }
    }
    merged.add(tally.toBatch());
    return merged;
  }

  private static void take(Tally tally, SourcePartition partition, Served each) {
    tally.serve(partition, 1);
    tally.reach(partition, each.offset());
    if (each.event().broken()) {
      tally.reject(
          new DeadLetter(
              partition,
              Sales.TOPIC_ID,
              each.offset(),
              RejectReason.MALFORMED,
              "",
              null,
              Instant.EPOCH,
              null,
              null,
              List.of()));
    } else {
      tally.count(partition, each.event().recordTime(), each.event().row());
      tally.advance(partition, each.offset() + 1, OptionalInt.empty());
    }
  }
}
