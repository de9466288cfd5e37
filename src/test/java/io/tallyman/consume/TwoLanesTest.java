package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.RejectReason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Two lanes with a writer each, one store, and everything that may go wrong, by seed. */
@Timeout(120)
final class TwoLanesTest {

  private static final int PARTITIONS = 4;
  private static final int STEPS = 150;
  private static final String[] COUNTRIES = {"de", "fr", "it", "garbage", StubStore.POISON};

  private final LaneBench.Log log = new LaneBench.Log(PARTITIONS);
  private final StubStore store = new StubStore();

  @RepeatedTest(8)
  void shouldCountEveryRecordOnceWhateverHappens(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    try (LaneBench one = new LaneBench(log, store);
        LaneBench other = new LaneBench(log, store)) {
      for (int step = 0; step < STEPS; step++) {
        somethingHappens(random, one, other);
        one.turnLater();
        other.turnLater();
      }
      store.failNext(0);
      settle(one, other);
      assertThat(store.cells()).isEqualTo(expected());
      assertThat(store.letters(RejectReason.UNSTORABLE)).isEqualTo(count(StubStore.POISON));
      assertThat(store.letters(RejectReason.MALFORMED)).isEqualTo(count("garbage"));
      one.turnUntil(() -> one.budget.used() == 0);
      other.turnUntil(() -> other.budget.used() == 0);
    }
  }

  private void somethingHappens(Random random, LaneBench one, LaneBench other) {
    LaneBench any = random.nextBoolean() ? one : other;
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> append(random);
      case 3 -> share(random, one, other);
      case 4 -> store.claimBySomebodyElse(Fruit.partition(random.nextInt(PARTITIONS)));
      case 5 -> store.failNext(random.nextInt(3));
      case 6 -> store.loseTheNextAnswer();
      case 7 ->
          any.consumer.assignment().stream()
              .findAny()
              .ifPresent(partition -> any.consumer.losePartitions(Set.of(partition)));
      default -> any.look();
    }
  }

  private void append(Random random) {
    int partition = random.nextInt(PARTITIONS);
    for (int i = random.nextInt(30); i > 0; i--) {
      int country = random.nextInt(200);
      String name = COUNTRIES[country == 0 ? 4 : country < 5 ? 3 : country % 3];
      log.append(partition, name.equals("garbage") ? name : name + " " + random.nextInt(100));
    }
  }

  /** Gives each partition to one of the lanes; for a moment both may believe to have it. */
  private static void share(Random random, LaneBench one, LaneBench other) {
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    IntStream.range(0, PARTITIONS).forEach(i -> (random.nextBoolean() ? first : second).add(i));
    other.assign(second.toArray(Integer[]::new));
    one.assign(first.toArray(Integer[]::new));
  }

  private void settle(LaneBench one, LaneBench other) {
    other.assign();
    other.turnLater();
    one.assign(0, 1, 2, 3);
    one.turnUntil(
        () -> {
          one.look();
          other.turnLater();
          return IntStream.range(0, PARTITIONS)
              .allMatch(i -> Math.max(0, store.next(Fruit.partition(i))) == log.end(i));
        });
  }

  private long count(String country) {
    return log.values().filter(value -> value.startsWith(country)).count();
  }

  private Map<String, StubStore.Counted> expected() {
    Map<String, StubStore.Counted> expected = new TreeMap<>();
    log.values()
        .map(value -> value.split(" "))
        .filter(words -> words.length == 2 && !words[0].equals(StubStore.POISON))
        .forEach(
            words ->
                expected.merge(
                    words[0],
                    new StubStore.Counted(1, new BigDecimal(words[1])),
                    StubStore.Counted::plus));
    return expected;
  }
}
