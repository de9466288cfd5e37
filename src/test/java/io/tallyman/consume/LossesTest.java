package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LossesTest {

  private static final Optional<TopicView> VIEW =
      Optional.of(
          new TopicView(
              Fruit.TOPIC_ID, 2, Map.of(0, new TopicView.Log(100, 200)), Instant.EPOCH, 0));

  private static Losses.@Nullable Verdict at(long position) {
    return Losses.outOfRange(Fruit.partition(0), Fruit.TOPIC_ID, position, VIEW);
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
  void shouldDoubtWhatTheViewDoesNotShow() {
    assertThat(at(100)).isNull();
    assertThat(at(150)).isNull();
    assertThat(at(200)).isNull();
    assertThat(Losses.outOfRange(Fruit.partition(1), Fruit.TOPIC_ID, 5, VIEW)).isNull();
    assertThat(Losses.outOfRange(Fruit.partition(0), new UUID(9, 9), 5, VIEW)).isNull();
    assertThat(Losses.outOfRange(Fruit.partition(0), Fruit.TOPIC_ID, 5, Optional.empty())).isNull();
  }

  @Test
  void shouldCallATopicThatWasMadeAnewByItsOldId() {
    UUID old = new UUID(9, 9);
    Losses.Verdict verdict =
        Losses.recreated(Fruit.partition(0), Fruit.TOPIC_ID, new Claim.OtherTopic(old, 77, 3));

    assertThat(verdict.position()).isEqualTo(77);
    assertThat(verdict.loss().topicId()).isEqualTo(old);
    assertThat(verdict.loss().kind()).isEqualTo(Loss.Kind.RECREATED);
    assertThat(verdict.loss().range()).isEqualTo(new OffsetRange(77, 77));
    assertThat(verdict.loss().detail())
        .contains(old.toString())
        .contains(Fruit.TOPIC_ID.toString());
  }
}
