package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.RejectReason;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LaneLoopTest {

  private final LaneBench bench = new LaneBench(2);
  private final StubStore store = bench.store;

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertCounted(String country, long records, long quantity) {
    assertThat(store.cells())
        .containsEntry(country, new StubStore.Counted(records, BigDecimal.valueOf(quantity)));
  }

  @Test
  void shouldParkWhatIsAssignedUntilTheStoreHandsItOver() {
    bench.freeze();
    bench.log.append(0, "de 1", "de 2");
    bench.assign(0);

    for (int i = 0; i < 10; i++) {
      bench.turnLater();
      assertThat(bench.consumer.paused()).containsExactly(Fruit.kafka(0));
      assertThat(bench.consumer.position(Fruit.kafka(0))).isZero();
    }
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.CLAIMING);
    bench.thaw();
    bench.turnUntilStoredUpTo(0, 2);

    assertCounted("de", 2, 3);
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.COUNTING);
  }

  @Test
  void shouldGoOnWhereTheStoreSays() {
    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 2);
    bench.log.append(0, "de 1", "de 2", "de 4", "fr 8");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 4);

    assertCounted("de", 1, 4);
    assertCounted("fr", 1, 8);
    assertThat(store.written().get(0).progress().get(0).range().first()).isEqualTo(2);
  }

  @Test
  void shouldAskTheStoreOnlyAfterAPollAndAFreshLookAtTheTopic() {
    bench.sight.setBlind(true);
    bench.assign(0);
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(store.calls()).isEmpty();

    bench.sight.setBlind(false);
    bench.look();
    bench.turnLater();
    bench.turnUntil(() -> store.calls().contains("claim 0"));

    assertThat(store.calls()).containsExactly("claim 0");
  }

  @Test
  void shouldTurnBrokenRecordsIntoDeadLettersAndCountTheRest() {
    bench.log.append(0, "de 1", "garbage", "", "de 2");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 4);

    assertCounted("de", 2, 3);
    assertThat(store.letters()).extracting(letter -> letter.offset()).containsExactly(1L, 2L);
    assertThat(store.letters(RejectReason.MALFORMED)).isEqualTo(2);
  }

  @Test
  void shouldClaimAgainAndRecountExactlyWhereItWasFenced() {
    bench.log.append(0, "de 1");
    bench.log.append(1, "de 2");
    bench.assign(0, 1);
    bench.turnUntilStoredUpTo(1, 1);
    store.claimBySomebodyElse(Fruit.partition(0));
    bench.log.append(0, "de 4", "fr 8");
    bench.log.append(1, "fr 16");
    bench.look();
    bench.turnUntilStoredUpTo(0, 3);
    bench.turnUntilStoredUpTo(1, 2);

    assertCounted("de", 3, 7);
    assertCounted("fr", 2, 24);
    assertThat(store.calls()).filteredOn("claim 0"::equals).hasSize(2);
    bench.turnUntil(() -> bench.budget.used() == 0);
  }

  @Test
  void shouldCountOnceWhatItReadOnTopOfABatchThatFailed() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.freeze();
    bench.log.append(0, "de 1");
    bench.turnLater();
    bench.turnLater(); // it is under way by now
    bench.log.append(0, "de 2");
    bench.turnLater(); // and so is its successor
    bench.log.append(0, "de 4");
    bench.turn();
    bench.turn(); // while this one is in the growing batch
    store.claimBySomebodyElse(Fruit.partition(0));
    bench.thaw();
    bench.turnSoonUntil(() -> bench.state(0) == PartitionStatus.State.CLAIMING);
    bench.turnSoonUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.turnUntilStoredUpTo(0, 3);

    assertCounted("de", 3, 7);
    bench.turnUntil(() -> bench.budget.used() == 0);
  }

  @Test
  void shouldHandOverWhatItHasCountedWhenAPartitionIsRevoked() {
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(1) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.log.append(0, "de 1");
    bench.log.append(1, "de 2");
    bench.turn();
    bench.turn();
    assertThat(store.next(Fruit.partition(0))).isZero();

    bench.assign(1); // no time has passed for a flush

    bench.turnUntilStoredUpTo(1, 1);
    assertThat(store.next(Fruit.partition(0))).isEqualTo(1);
    assertCounted("de", 2, 3);
    assertThat(store.written()).anyMatch(batch -> batch.served() == 2);
  }

  @Test
  void shouldDropWhatItHasCountedWhenAPartitionIsLost() {
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(1) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.log.append(0, "de 1");
    bench.log.append(1, "de 2");
    bench.turn();

    bench.consumer.losePartitions(Set.of(Fruit.kafka(0)));
    bench.turnUntilStoredUpTo(1, 1);

    assertThat(store.next(Fruit.partition(0))).isZero();
    assertCounted("de", 1, 2);
  }

  @Test
  void shouldKeepAPausedPartitionInTheGroupAndPausedAfterARebalance() {
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(1) == PartitionStatus.State.COUNTING);
    bench.toggles.pause(Fruit.SOURCE, OptionalInt.of(0), "maintenance");
    bench.log.append(0, "de 1");
    bench.log.append(1, "fr 2");
    bench.turnUntilStoredUpTo(1, 1);
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.PAUSED);

    bench.assign(1);
    bench.turnLater();
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.PAUSED);
    bench.turnLater();

    assertThat(bench.consumer.assignment()).contains(Fruit.kafka(0));
    assertThat(bench.consumer.paused()).containsExactly(Fruit.kafka(0));
    assertThat(store.cells()).doesNotContainKey("de");

    bench.toggles.resume(Fruit.SOURCE, OptionalInt.of(0));
    bench.turnUntilStoredUpTo(0, 1);
    assertCounted("de", 1, 1);
  }

  @Test
  void shouldReadNoMoreThanTwoBatchesAheadOfAFrozenStore() {
    bench.setPerPoll(1);
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.freeze();
    long callsBefore = store.calls().size();
    for (int i = 0; i < 5_000; i++) {
      bench.log.append(0, "de 1");
    }

    bench.turnUntil(() -> bench.loop.status("fruit-0", "").backPressure());
    bench.turn();
    long position = bench.consumer.position(Fruit.kafka(0));
    for (int i = 0; i < 50; i++) {
      bench.turnLater();
    }
    assertThat(bench.consumer.position(Fruit.kafka(0))).isEqualTo(position).isLessThan(10);
    assertThat(bench.consumer.paused()).containsExactly(Fruit.kafka(0));
    assertThat(bench.consumer.assignment()).containsExactly(Fruit.kafka(0));
    assertThat((long) store.calls().size()).isLessThanOrEqualTo(callsBefore + 1);

    bench.thaw();
    bench.setPerPoll(1_000);
    bench.turnUntilStoredUpTo(0, 5_000);
    assertCounted("de", 5_000, 5_000);
    bench.turnUntil(() -> !bench.loop.status("fruit-0", "").backPressure());
  }

  @Test
  void shouldCountOnceWhatWasWrittenWithoutAnAnswer() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    store.loseTheNextAnswer();
    bench.log.append(0, "de 1", "de 2");
    bench.turnUntilStoredUpTo(0, 2);
    bench.log.append(0, "de 4");
    bench.turnUntilStoredUpTo(0, 3);

    assertCounted("de", 3, 7);
  }

  /** Partition 0 stands at 1, and its log has the offsets 3 to 4 only. */
  private void assignWhatRetentionOvertook() {
    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 1);
    bench.log.append(0, "de 1", "de 2", "de 4", "de 8");
    bench.deleteBefore(0, 3);
    bench.sight.log(0, 3, 4);
    bench.sight.lookSoon();
    bench.assign(0);
  }

  @Test
  void shouldStopAPartitionThatRetentionOvertook() {
    assignWhatRetentionOvertook();
    bench.turnUntil(() -> !store.losses().isEmpty());

    Loss loss = store.losses().get(0);
    assertThat(loss.kind()).isEqualTo(Loss.Kind.RETENTION);
    assertThat(loss.range()).isEqualTo(new OffsetRange(1, 3));
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.STOPPED);
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(store.losses()).hasSize(1);
    assertThat(store.next(Fruit.partition(0))).isEqualTo(1);
    assertThat(bench.consumer.paused()).containsExactly(Fruit.kafka(0));
  }

  @Test
  void shouldStopAPartitionWhoseTopicWasMadeAnew() {
    store.place(Fruit.partition(0), new UUID(9, 9), 5);
    bench.log.append(0, "de 1");
    bench.assign(0);
    bench.turnUntil(() -> !store.losses().isEmpty());

    Loss loss = store.losses().get(0);
    assertThat(loss.kind()).isEqualTo(Loss.Kind.RECREATED);
    assertThat(loss.topicId()).isEqualTo(new UUID(9, 9));
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.STOPPED);
    assertThat(store.cells()).isEmpty();
  }

  @Test
  void shouldStopAPartitionWhoseTopicIsMadeAnewWhileItReads() {
    bench.log.append(0, "de 1");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 1);
    bench.sight.recreate(new UUID(5, 5));
    bench.sight.lookSoon();
    bench.log.append(0, "fr 1");
    bench.turnUntil(() -> !store.losses().isEmpty());

    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.STOPPED);
    assertThat(store.losses().get(0).kind()).isEqualTo(Loss.Kind.RECREATED);
    assertThat(store.cells()).doesNotContainKey("fr");
  }

  @Test
  void shouldNotCountWhatATopicMadeAnewServesBeforeItIsNoticed() {
    bench.log.append(0, "de 1");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 1);
    bench.sight.setBlind(true);
    bench.sight.recreate(new UUID(5, 5));
    bench.log.append(0, "fr 1"); // the new topic's, at the old one's offset
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(store.next(Fruit.partition(0))).isEqualTo(1);

    bench.sight.setBlind(false);
    bench.sight.lookSoon();
    bench.turnUntil(() -> !store.losses().isEmpty());

    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.STOPPED);
    assertThat(store.cells()).doesNotContainKey("fr");
    assertThat(bench.budget.used()).isZero();
  }

  @Test
  void shouldHoldABatchBackUntilTheTopicWasLookedAtSince() {
    bench.log.append(0, "de 1");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 1);
    bench.sight.setBlind(true);
    bench.log.append(0, "fr 2");
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(store.cells()).doesNotContainKey("fr");

    bench.sight.setBlind(false);
    bench.look();
    bench.turnUntilStoredUpTo(0, 2);

    assertCounted("fr", 1, 2);
  }

  @Test
  void shouldGoOnWithAStoppedPartitionOnceAnOperatorHasMovedItOn() {
    assignWhatRetentionOvertook();
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.STOPPED);
    bench.turnUntil(() -> store.calls().stream().filter("look 0"::equals).count() > 2);
    assertThat(store.calls()).filteredOn("claim 0"::equals).hasSize(1);

    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 3);
    bench.turnUntilStoredUpTo(0, 4);

    assertCounted("de", 1, 8);
    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.COUNTING);
  }

  @Test
  void shouldDecideAnewWhereTheStoreHasForgottenALoss() {
    assignWhatRetentionOvertook();
    bench.turnUntil(() -> !store.losses().isEmpty()); // the lane stops before its writer writes
    store.forgetLosses(); // a replica took over that lacked the last commits
    bench.turnUntil(() -> store.losses().size() == 2);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.STOPPED);

    assertThat(store.losses().get(1).range()).isEqualTo(new OffsetRange(1, 3));
  }

  /** A host that stood still while the topic was made anew and the operator answered. */
  @Test
  void shouldNotTakeItsOwnOldQuestionForATopicMadeAnew() {
    UUID anew = new UUID(5, 5);
    bench.freeze();
    bench.assign(0);
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    bench.sight.recreate(anew);
    store.place(Fruit.partition(0), anew, 0);
    bench.log.append(0, "de 1", "de 2");
    bench.thaw();
    bench.turnUntilStoredUpTo(0, 2);

    assertThat(store.losses()).isEmpty();
    assertCounted("de", 2, 3);
  }

  @Test
  void shouldDecideAnewWhereTheStoreHasForgottenThePositionItself() {
    store.place(Fruit.partition(0), new UUID(5, 5), 0);
    bench.log.append(0, "de 1", "de 2");
    bench.assign(0);
    bench.turnUntil(() -> !store.losses().isEmpty()); // the topic was made anew
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.STOPPED);
    store.forgetPositions(); // but not the loss, which came in after the failover

    bench.turnUntilStoredUpTo(0, 2);
    assertCounted("de", 2, 3);
  }

  @Test
  void shouldNotGoOnAfterALossThatNobodyHasDecidedOn() {
    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 2);
    bench.log.append(0, "de 1", "de 2");
    bench.look();
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.consumer.setPollException(
        new LogTruncationException(
            Map.of(Fruit.kafka(0), 2L), Map.of(Fruit.kafka(0), new OffsetAndMetadata(1))));
    bench.turnUntil(() -> !store.losses().isEmpty());

    bench.assign(1);
    bench.turnLater();
    bench.log.append(0, "fr 4", "fr 8"); // by now it looks as if nothing had happened
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.STOPPED);
    for (int i = 0; i < 5; i++) {
      bench.turnLater();
    }
    assertThat(bench.loop.status("fruit-0", "").partitions().get(0).cause())
        .isEqualTo(store.losses().get(0).detail())
        .contains("was truncated: offsets [1, 2) were counted");
    assertThat(store.losses()).hasSize(1);
    assertThat(store.cells()).isEmpty();

    store.place(Fruit.partition(0), Fruit.TOPIC_ID, 2);
    bench.turnUntilStoredUpTo(0, 4);
    assertCounted("fr", 2, 12);
  }

  @Test
  void shouldStopOnlyThePartitionThatTheBooksContradict() {
    bench.assign(0, 1);
    bench.turnUntil(() -> bench.state(1) == PartitionStatus.State.COUNTING);
    store.contradict(Fruit.partition(0));
    bench.log.append(0, "de 1");
    bench.log.append(1, "fr 2");
    bench.look();
    bench.turnUntilStoredUpTo(1, 1);

    assertThat(bench.state(0)).isEqualTo(PartitionStatus.State.STOPPED);
    assertThat(bench.loop.status("fruit-0", "").partitions().get(0).cause())
        .isEqualTo("counted already");
    assertCounted("fr", 1, 2);

    store.reconcile(Fruit.partition(0));
    bench.turnUntilStoredUpTo(0, 1);
    assertCounted("de", 1, 1);
  }

  @Test
  void shouldFindTheRecordThatTheStoreRefusesAndCountTheRest() {
    for (int i = 0; i < 40; i++) {
      bench.log.append(0, i % 17 == 5 ? "poison 1" : "de 1");
      bench.log.append(1, i == 39 ? "poison 1" : "fr 2");
    }
    bench.assign(0, 1);
    bench.turnUntilStoredUpTo(0, 40);
    bench.turnUntilStoredUpTo(1, 40);

    assertCounted("de", 37, 37);
    assertCounted("fr", 39, 78);
    assertThat(store.letters())
        .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo(RejectReason.UNSTORABLE))
        .allSatisfy(letter -> assertThat(letter.detail()).isEqualTo("it is poison"))
        .allSatisfy(letter -> assertThat(letter.payload()).asString().isEqualTo("poison 1"))
        .hasSize(4);
    bench.turnUntil(() -> bench.budget.used() == 0);
  }

  @Test
  void shouldSayUpToWhenAPartitionIsCompleteEvenWhenItIsIdle() {
    bench.log.append(0, "de 1");
    bench.look();
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 1);
    bench.look();
    int before = store.written().size();
    bench.turnUntil(() -> store.written().size() > before);

    PartitionProgress idle = store.written().get(before).progress().get(0);
    assertThat(idle.range()).isEqualTo(new OffsetRange(1, 1));
    assertThat(idle.countedUntil()).isNotNull();
  }

  @Test
  void shouldLeaveACourtesyCopyOfItsPositionWithKafka() {
    bench.log.append(0, "de 1", "de 2");
    bench.assign(0);
    bench.turnUntilStoredUpTo(0, 2);
    bench.turnUntil(() -> !bench.consumer.committed(Set.of(Fruit.kafka(0))).isEmpty());

    assertThat(bench.consumer.committed(Set.of(Fruit.kafka(0))))
        .containsEntry(Fruit.kafka(0), new OffsetAndMetadata(2));
  }

  @Test
  void shouldNeverReadBackWhatKafkaBelievesToBeCommitted() {
    bench.log.append(0, "de 1", "de 2", "de 4");
    bench.assign(0);
    bench.consumer.commitSync(Map.of(Fruit.kafka(0), new OffsetAndMetadata(2)));
    bench.turnUntilStoredUpTo(0, 3);

    assertCounted("de", 3, 7);
  }

  @Test
  void shouldHandOverWhatItHasWhenItIsStopped() throws InterruptedException {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.log.append(0, "de 1", "de 2");
    bench.turn();
    bench.finish(Duration.ofSeconds(10));

    assertThat(store.next(Fruit.partition(0))).isEqualTo(2);
    assertCounted("de", 2, 3);
  }

  @Test
  void shouldForgetEverythingWhenItIsAbandoned() {
    bench.assign(0);
    bench.turnUntil(() -> bench.state(0) == PartitionStatus.State.COUNTING);
    bench.beginAFreshBatch();
    bench.log.append(0, "de 1", "de 2");
    bench.turn();
    bench.loop.abandon();

    assertThat(bench.loop.status("fruit-0", "").partitions()).isEmpty();
    assertThat(bench.budget.used()).isZero();
    assertThat(store.cells()).isEmpty();
  }
}
