package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LossesTest {

  private static final TopicView.Log LOG = new TopicView.Log(100, 200, OptionalInt.empty());

  private static Losses.@Nullable Verdict at(long position) {
    return at(position, OptionalLong.empty());
  }

  private static Losses.@Nullable Verdict at(long position, OptionalLong divergence) {
    return Losses.of(Fruit.partition(0), Fruit.TOPIC_ID, position, divergence, LOG);
  }

  @Test
  void shouldCallWhatRetentionOvertookByItsOffsets() {
    Losses.Verdict verdict = at(40);

    assertThat(verdict).isNotNull();
    assertThat(verdict.position()).isEqualTo(40);
    assertThat(verdict.loss().kind()).isEqualTo(Loss.Kind.RETENTION);
    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(40, 100));
    assertThat(verdict.loss().topicId()).isEqualTo(Fruit.TOPIC_ID);
    assertThat(verdict.loss().detail()).contains("[40, 100)").contains("operator");
  }

  @Test
  void shouldCallATruncatedLogByTheOffsetsThatAreGone() {
    Losses.Verdict verdict = at(250);

    assertThat(verdict).isNotNull();
    assertThat(verdict.loss().kind()).isEqualTo(Loss.Kind.TRUNCATION);
    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(200, 250));
  }

  @Test
  void shouldCallALogThatDivergesByTheOffsetsThatAreOthersNow() {
    Losses.Verdict verdict = at(150, OptionalLong.of(120));

    assertThat(verdict).isNotNull();
    assertThat(verdict.position()).isEqualTo(150);
    assertThat(verdict.loss().kind()).isEqualTo(Loss.Kind.TRUNCATION);
    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(120, 150));
  }

  @Test
  void shouldFindNoLossInsideOfTheLog() {
    assertThat(at(100)).isNull();
    assertThat(at(150)).isNull();
    assertThat(at(200)).isNull();
  }

  @Test
  void shouldCallATopicThatWasMadeAnewByItsOldId() {
    UUID old = new UUID(9, 9);
    Losses.Verdict verdict =
        Losses.recreated(
            Fruit.partition(0),
            Fruit.TOPIC_ID,
            new Claim.OtherTopic(old, 77, 3),
            OptionalLong.empty());

    assertThat(verdict.position()).isEqualTo(77);
    assertThat(verdict.loss().topicId()).isEqualTo(old);
    assertThat(verdict.loss().kind()).isEqualTo(Loss.Kind.RECREATED);
    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(77, 77));
    assertThat(verdict.loss().detail())
        .contains(old.toString())
        .contains(Fruit.TOPIC_ID.toString())
        .contains("isn't known");
  }

  @Test
  void shouldCallWhatTheOldTopicWasSeenToHaveLost() {
    Losses.Verdict verdict =
        Losses.recreated(
            Fruit.partition(0),
            Fruit.TOPIC_ID,
            new Claim.OtherTopic(new UUID(9, 9), 77, 3),
            OptionalLong.of(1_000_077));

    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(77, 1_000_077));
    assertThat(verdict.loss().detail()).contains("seen to go on to 1000077");
  }
}
