package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kafka has nothing at a position: what a lane makes of it, and when. */
@Timeout(60)
final class LaneDoubtTest {

  private static final TopicPartition PARTITION = Fruit.kafka(0);

  private final LaneBench bench = new LaneBench(1);
  private final StubStore store = bench.store;

  @AfterEach
  void close() {
    bench.close();
  }

  private void countTwo() {
    bench.log.append(0, "de 1", "de 2");
    bench.look();
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 2);
  }

  /** Retention has taken everything before offset 6. */
  private void deleteBeforeSix() {
    bench.deleteBefore(0, 6);
    bench.sight.log(0, 6, 9);
  }

  /** Kafka says it, and says it again when it has compared the position with the log. */
  private void pollOutOfRange(long position) {
    for (int i = 0; i < 2; i++) {
      bench.consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, position)));
      bench.turn();
    }
  }

  private void assertNothingIsDecided() {
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(store.losses()).isEmpty();
    assertThat(bench.state(0)).isNotEqualTo(PartitionStatus.State.STOPPED);
    assertThat(bench.consumer.paused()).containsExactly(PARTITION);
  }

  private Loss theLoss() {
    bench.turnUntil(() -> !store.losses().isEmpty());
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.STOPPED);
    return store.losses().get(0);
  }

  @Test
  void shouldGoOnUnderTheLeaderEpochOfTheLastRecord() {
    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 1);
    store.placeUnder(Fruit.partition(0), 7);
    bench.log.append(0, "de 1", "de 2");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 2);

    assertThat(bench.seeks).containsOnly(new OffsetAndMetadata(1, Optional.of(7), ""));
  }

  /** Without the epoch, Kafka wouldn't notice that the log is another one by then. */
  @Test
  void shouldKeepTheLeaderEpochWhereABatchIsCutShort() {
    bench.log.append(0, "de 1", "de 2", "poison 4", "de 8");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 2); // of four that were polled, because the store refused those

    Optional<Integer> epoch = Optional.of(LaneBench.LEADER_EPOCH);
    assertThat(bench.seeks).contains(new OffsetAndMetadata(2, epoch, ""));
    assertThat(store.written())
        .last()
        .extracting(batch -> batch.progress().get(0).leaderEpoch())
        .isEqualTo(OptionalInt.of(LaneBench.LEADER_EPOCH));
    bench.turnUntilStoredUpTo(0, 4);
  }

  /** The client may have served on what it had fetched from the old leader, and lost by it. */
  @Test
  void shouldHaveItsPositionComparedBeforeItCountsWhatAnotherLeaderServes() {
    countTwo();
    bench.log.changeLeader();
    bench.log.append(0, "de 4", "de 8");
    bench.turn();

    OffsetAndMetadata place = new OffsetAndMetadata(2, Optional.of(LaneBench.LEADER_EPOCH), "");
    assertThat(bench.seeks).last().isEqualTo(place);
    assertThat(bench.loop.status("fruit-0", "").partitions().get(0).position()).isEqualTo(2);

    int seeks = bench.seeks.size();
    bench.turnUntilStoredUpTo(0, 4);
    bench.log.append(0, "de 16");
    bench.turnUntilStoredUpTo(0, 5);
    assertThat(bench.seeks).hasSize(seeks);
  }

  /** A poll may bring what was fetched from two leaders. */
  @Test
  void shouldTakeWhatComesFromOneLeaderAtATime() {
    countTwo();
    bench.log.append(0, "de 4");
    bench.log.changeLeader();
    bench.log.append(0, "de 8", "de 16");
    bench.turn();

    OffsetAndMetadata boundary = new OffsetAndMetadata(3, Optional.of(LaneBench.LEADER_EPOCH), "");
    assertThat(bench.seeks).last().isEqualTo(boundary);
    assertThat(bench.loop.status("fruit-0", "").partitions().get(0).position()).isEqualTo(3);
    bench.turnUntilStoredUpTo(0, 5);
  }

  /** By then the log may have been another one for a while, from an earlier offset on. */
  @Test
  void shouldHaveItsPositionComparedBeforeItBelievesThatItIsOutOfRange() {
    countTwo();
    bench.consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 2L)));
    bench.turn();
    assertThat(bench.seeks)
        .last()
        .isEqualTo(new OffsetAndMetadata(2, Optional.of(LaneBench.LEADER_EPOCH), ""));

    bench.consumer.setPollException(
        new LogTruncationException(
            Map.of(PARTITION, 2L), Map.of(PARTITION, new OffsetAndMetadata(1))));
    assertThat(theLoss().range()).isEqualTo(new OffsetRange(1, 2));
  }

  /** No record will come that could tell; the leader's epoch does. */
  @Test
  void shouldHaveItsPositionComparedAtTheEndOfALogThatAnotherLeaderHas() {
    countTwo();
    OffsetAndMetadata place = new OffsetAndMetadata(2, Optional.of(3), "");
    bench.sight.setLeaderEpoch(3);
    bench.look();
    bench.turnLater();
    assertThat(bench.seeks).as("the same leader").doesNotContain(place);

    bench.sight.setLeaderEpoch(4);
    bench.look();
    bench.turnLater();
    bench.look();
    bench.turnLater();

    assertThat(bench.seeks).as("once").containsOnlyOnce(place);
  }

  @Test
  void shouldStopAPartitionWhoseLogIsAnotherOneFromSomeOffsetOn() {
    bench.log.append(0, "de 1", "de 2", "de 3", "de 4");
    bench.look();
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 4);
    bench.consumer.setPollException(
        new LogTruncationException(
            Map.of(PARTITION, 4L), Map.of(PARTITION, new OffsetAndMetadata(2))));

    Loss loss = theLoss();

    assertThat(loss.kind()).isEqualTo(Loss.Kind.TRUNCATION);
    assertThat(loss.range()).isEqualTo(new OffsetRange(2, 4));
    assertThat(bench.consumer.paused()).containsExactly(PARTITION);
  }

  @Test
  void shouldStopAPartitionOfWhichKafkaDoesNotKnowWhereItsLogBecameAnother() {
    countTwo();
    bench.consumer.setPollException(new LogTruncationException(Map.of(PARTITION, 2L), Map.of()));

    assertThat(theLoss().range()).isEqualTo(new OffsetRange(2, 2));
  }

  @Test
  void shouldDecideByNoViewThatIsOlderThanTheDoubt() {
    countTwo();
    bench.sight.setBlind(true);
    bench.log.append(0, "de 4", "de 8");
    bench.turnLater();
    deleteBeforeSix();
    pollOutOfRange(4);
    assertNothingIsDecided(); // by the last view the log ends at 2, which the position is behind

    bench.sight.setBlind(false);
    bench.sight.lookSoon();
    Loss loss = theLoss();

    assertThat(loss.kind()).isEqualTo(Loss.Kind.RETENTION);
    assertThat(loss.range()).isEqualTo(new OffsetRange(4, 6));
    assertThat(store.next(Fruit.partition(0))).isEqualTo(4);
  }

  @Test
  void shouldNotTakeForTruncatedWhatGrewSinceTheLastView() {
    countTwo();
    bench.log.append(0, "de 4", "de 8");
    bench.turnUntilStoredUpTo(0, 4); // though the view that let it through ends at 2
    bench.sight.setBlind(true);
    deleteBeforeSix();
    pollOutOfRange(4);
    assertNothingIsDecided();

    bench.sight.setBlind(false);
    bench.sight.lookSoon();

    assertThat(theLoss().range()).isEqualTo(new OffsetRange(4, 6));
    assertThat(store.losses()).hasSize(1);
  }

  @Test
  void shouldCallAllLostThatItCouldNotStore() {
    countTwo();
    bench.log.append(0, "de 4", "de 8");
    bench.freeze();
    bench.turnLater();
    bench.turnLater();
    deleteBeforeSix();
    pollOutOfRange(4);
    bench.sight.lookSoon();
    assertNothingIsDecided(); // what it has counted isn't in the store yet

    store.claimBySomebodyElse(Fruit.partition(0));
    bench.thaw();
    Loss loss = theLoss();

    assertThat(loss.range()).isEqualTo(new OffsetRange(2, 6));
    assertThat(store.losses()).hasSize(1);
    assertThat(store.next(Fruit.partition(0))).isEqualTo(2);
    assertThat(bench.budget.used()).isZero();
  }

  @Test
  void shouldGoOnWhereNothingIsLostAfterAll() {
    countTwo();
    pollOutOfRange(2);
    bench.turnLater();
    bench.log.append(0, "de 4");
    bench.look();
    bench.turnUntilStoredUpTo(0, 3);

    assertThat(store.losses()).isEmpty();
    assertThat(store.calls()).filteredOn("claim 0"::equals).hasSize(2);
  }
}
