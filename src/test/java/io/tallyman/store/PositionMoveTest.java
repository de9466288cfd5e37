package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Loss;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What Kafka is still asked about after an operator has moved a position. */
final class PositionMoveTest {

  private static final SourcePartition PARTITION = new SourcePartition("orders", "orders-topic", 0);
  private static final UUID TOPIC = new UUID(1, 1);
  private static final UUID ANEW = new UUID(2, 2);

  /** Counted up to offset 10, whose last record the leader of epoch 3 had written. */
  private static final StoredPosition BEFORE =
      new StoredPosition(PARTITION, TOPIC, 0, 10, OptionalInt.of(3), "a", 7, null);

  @Test
  void shouldCompareNoMoreWhatATruncationThatIsAcceptedHasTaken() {
    assertThat(move(TOPIC, 10, truncated(2, 10)).leaderEpoch()).isEmpty();
    assertThat(move(TOPIC, 10, truncated(10, 10)).leaderEpoch()).isEmpty();
    assertThat(move(TOPIC, 10, truncated(2, 12)).leaderEpoch()).isEmpty();
  }

  @Test
  void shouldStillCompareWhatWasCountedBeyondATruncationThatIsAccepted() {
    assertThat(move(TOPIC, 10, truncated(2, 7)).leaderEpoch()).hasValue(3);
  }

  @Test
  void shouldStillCompareWhatWasCountedBeforeOffsetsThatRetentionTook() {
    Loss taken =
        new Loss(PARTITION, TOPIC, new OffsetRange(4, 10), Loss.Kind.RETENTION, "Kafka did");

    assertThat(move(TOPIC, 10, taken).leaderEpoch()).hasValue(3);
  }

  @Test
  void shouldCompareWhatATruncationOfAnotherTopicHasNothingToSayOf() {
    Loss other =
        new Loss(PARTITION, ANEW, new OffsetRange(2, 50), Loss.Kind.TRUNCATION, "was truncated");

    assertThat(move(TOPIC, 10, other).leaderEpoch()).hasValue(3);
  }

  @Test
  void shouldSayHowFarTheTopicThatIsLeftWasCounted() {
    assertThat(move(TOPIC, 10).leaves()).isEmpty();
    assertThat(move(ANEW, 0, recreated(10, 15)).leaves()).isEmpty();
    assertThat(move(ANEW, 0, truncated(2, 10)).leaves().map(Loss::range))
        .as("no lane has seen yet that it is another one")
        .contains(new OffsetRange(10, 10));
    assertThat(move(ANEW, 0, recreated(12, 15)).leaves().map(Loss::range))
        .as("the database was put back to before what a lane saw")
        .contains(new OffsetRange(10, 12));
    assertThat(move(ANEW, 0, recreated(8, 8)).leaves().map(Loss::range))
        .as("somebody counted on meanwhile, under an epoch that a failover had issued twice")
        .contains(new OffsetRange(10, 10));
    assertThat(move(ANEW, 0).leaves().map(Loss::topicId)).contains(TOPIC);
  }

  private static Loss recreated(long first, long next) {
    return new Loss(
        PARTITION, TOPIC, new OffsetRange(first, next), Loss.Kind.RECREATED, "was made anew");
  }

  @Test
  void shouldHaveNoEpochWhereNothingWasCountedRightBeforeThePosition() {
    assertThat(move(TOPIC, 12).leaderEpoch()).isEmpty();
    assertThat(move(TOPIC, 8).leaderEpoch()).isEmpty();
    assertThat(move(ANEW, 10).leaderEpoch()).isEmpty();
  }

  private static Loss truncated(long first, long next) {
    return new Loss(
        PARTITION, TOPIC, new OffsetRange(first, next), Loss.Kind.TRUNCATION, "was truncated");
  }

  private static PositionMove move(UUID topicId, long to, Loss... settles) {
    return new PositionMove(BEFORE, topicId, to, new OffsetRange(to, to), List.of(settles));
  }
}
