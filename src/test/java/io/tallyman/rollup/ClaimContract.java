package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How partitions get their first positions and their owners. */
abstract class ClaimContract extends StoreKit {

  @Test
  void shouldStartAPartitionThatHasNoPositionAtZero() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");

    assertThat(claim.nextOffset()).isZero();
    assertThat(claim.leaderEpoch()).isEmpty();
    assertThat(claim.ownerEpoch()).isPositive();
  }

  @Test
  void shouldStartWhereTheSourceWasEnrolled() {
    store()
        .enroll(purchases().source(), "purchases", purchases().topicId(), Map.of(0, 100L, 1, 200L));

    assertThat(purchases().claim(store(), 0, "a").nextOffset()).isEqualTo(100);
    assertThat(purchases().claim(store(), 1, "a").nextOffset()).isEqualTo(200);
    assertThat(purchases().claim(store(), 2, "a").nextOffset()).isZero();
  }

  @Test
  void shouldEnrollASourceOnce() {
    enroll(store(), 100);
    enroll(otherHost(), 300);

    assertThat(purchases().claim(store(), 0, "a").nextOffset()).isEqualTo(100);
  }

  @Test
  void shouldLetOneOfSeveralHostsDecideWhereASourceStarts() throws Exception {
    together(() -> enroll(store(), 100), () -> enroll(otherHost(), 300));

    long first = purchases().claim(store(), 0, "a").nextOffset();
    assertThat(first).isIn(100L, 300L);
    for (int partition = 1; partition < 8; partition++) {
      assertThat(purchases().claim(store(), partition, "a").nextOffset()).isEqualTo(first);
    }
  }

  private @Nullable Object enroll(RollupStore store, long offset) {
    Map<Integer, Long> offsets = new java.util.HashMap<>();
    for (int partition = 0; partition < 8; partition++) {
      offsets.put(partition, offset);
    }
    store.enroll(purchases().source(), "purchases", purchases().topicId(), offsets);
    return null;
  }

  @Test
  void shouldIssueALargerEpochWithEveryClaim() {
    long first = purchases().claim(store(), 0, "a").ownerEpoch();
    long second = purchases().claim(otherHost(), 0, "b").ownerEpoch();
    long third = purchases().claim(store(), 0, "a").ownerEpoch();

    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldTellUnderWhichEpochAPartitionStands() {
    assertThat(look()).isEqualTo(new PartitionLook(OptionalLong.empty(), false));
    long epoch = purchases().claim(store(), 0, "a").ownerEpoch();

    assertThat(look()).isEqualTo(new PartitionLook(OptionalLong.of(epoch), false));
  }

  private PartitionLook look() {
    return otherHost().look(purchases().partition(0), purchases().topicId());
  }

  @Test
  void shouldTellUpToWhenAPartitionIsKnownToBeCounted() {
    Instant until = Instant.parse("2026-11-20T12:00:00.123Z");
    Claim.Granted first = purchases().claim(store(), 0, "a");
    store().write(purchases().idle(0, first, until));

    assertThat(first.countedUntil()).isNull();
    assertThat(purchases().claim(otherHost(), 0, "b").countedUntil()).isEqualTo(until);
  }

  @Test
  void shouldGiveAPositionOfAnotherTopicOfThatNameToNobody() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    store().write(purchases().batch(0, claim, Purchases.cell("de", 5)));

    Claim other = otherHost().claim(purchases().partition(0), UUID.randomUUID(), "b");

    assertThat(other)
        .isEqualTo(new Claim.OtherTopic(purchases().topicId(), 5, claim.ownerEpoch() + 1));
    assertThat(store().write(purchases().batch(0, next(claim, 5), Purchases.cell("de", 1))))
        .as("what is behind it will be called lost")
        .isEqualTo(new WriteOutcome.Fenced(List.of(purchases().partition(0))));
  }

  @Test
  void shouldRefuseEveryClaimWhileALossIsOpen() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    store().write(purchases().batch(0, claim, Purchases.cell("de", 5)));
    Loss loss = truncation(0, purchases().topicId(), 3);
    store().recordLoss(loss, claim.ownerEpoch());

    Claim undecided = new Claim.Undecided(loss, 5, claim.ownerEpoch());
    assertThat(claim(otherHost(), 0)).isEqualTo(undecided);
    assertThat(claim(store(), 0)).isEqualTo(undecided);
    assertThat(look()).isEqualTo(new PartitionLook(OptionalLong.of(claim.ownerEpoch()), true));
    assertThat(contents().standing(purchases().partition(0)).nextOffset()).isEqualTo(5);
  }

  @Test
  void shouldNameTheLossThatWasWrittenDownFirst() {
    long epoch = purchases().claim(store(), 0, "a").ownerEpoch();
    Loss first = truncation(0, purchases().topicId(), 3);
    store().recordLoss(first, epoch);
    store().recordLoss(truncation(0, purchases().topicId(), 4), epoch);

    assertThat(claim(otherHost(), 0))
        .isInstanceOf(Claim.Undecided.class)
        .extracting(claim -> ((Claim.Undecided) claim).loss())
        .isEqualTo(first);
  }

  @Test
  void shouldGrantAClaimWhateverElseIsLost() {
    long epoch = purchases().claim(store(), 0, "a").ownerEpoch();
    store().recordLoss(truncation(1, purchases().topicId(), 3), 9);
    store().recordLoss(truncation(0, UUID.randomUUID(), 3), 9);
    Purchases others = new Purchases(purchases().source() + "x");
    store().recordLoss(loss(others.partition(0), purchases().topicId(), 3), 9);

    assertThat(look()).isEqualTo(new PartitionLook(OptionalLong.of(epoch), false));

    assertThat(claim(otherHost(), 0)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void shouldShutOutWhoClaimedBeforeALossWasWrittenDown() {
    Claim.Granted finder = purchases().claim(store(), 0, "a");
    Claim.Granted heir = purchases().claim(otherHost(), 0, "b");
    Loss loss = truncation(0, purchases().topicId(), 3);
    store().recordLoss(loss, finder.ownerEpoch());

    assertThat(otherHost().write(purchases().batch(0, heir, Purchases.cell("de", 1))))
        .isEqualTo(new WriteOutcome.Fenced(List.of(purchases().partition(0))));
    assertThat(claim(otherHost(), 0))
        .isEqualTo(new Claim.Undecided(loss, 0, heir.ownerEpoch() + 1));
  }

  private Claim claim(RollupStore store, int partition) {
    return store.claim(purchases().partition(partition), purchases().topicId(), "b");
  }

  private Loss truncation(int partition, UUID topicId, long first) {
    return loss(purchases().partition(partition), topicId, first);
  }

  private static Loss loss(SourcePartition partition, UUID topicId, long first) {
    OffsetRange lost = new OffsetRange(first, 5);
    return new Loss(partition, topicId, lost, Loss.Kind.TRUNCATION, "the log was truncated");
  }
}
