package io.tallyman.simulate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PartitionLogTest {

  private final SimulatedTopic topic = new SimulatedTopic("topic", 1);
  private final PartitionLog log = topic.log(0);

  private void append(String... values) {
    for (String value : values) {
      log.append(value.getBytes(StandardCharsets.UTF_8), 5);
    }
  }

  private static String text(LogEntry entry) {
    return new String(entry.value(), StandardCharsets.UTF_8);
  }

  private String at(long offset) {
    return text(Objects.requireNonNull(log.at(offset)));
  }

  @Test
  void shouldHoldBackWhatIsWrittenSinceATransactionBegan() {
    append("a");
    log.openTransaction();
    append("b", "c");
    assertThat(log.stableEnd()).isEqualTo(1);
    assertThat(log.end()).isEqualTo(3);
    assertThat(log.read(0, 10)).hasSize(1);

    log.closeTransaction(6);

    assertThat(log.stableEnd()).isEqualTo(4);
    assertThat(log.read(0, 10)).last().extracting(LogEntry::kind).isEqualTo(LogEntry.Kind.MARKER);
  }

  @Test
  void shouldRememberWhatStoodWhereAnotherLeaderWritesAnew() {
    append("a", "b", "c");
    log.truncate(1);
    append("B");

    assertThat(at(1)).isEqualTo("B");
    assertThat(log.everAt(1)).extracting(PartitionLogTest::text).containsExactly("b", "B");
    assertThat(log.everAt(2)).extracting(PartitionLogTest::text).containsExactly("c");
    assertThat(log.at(2)).isNull();
    assertThat(log.everEnd()).isEqualTo(3);
    assertThat(log.leaderEpoch()).isEqualTo(1);
  }

  @Test
  void shouldForgetATransactionThatIsTruncated() {
    append("a");
    log.openTransaction();
    append("b");
    log.truncate(1);
    append("c");

    assertThat(log.stableEnd()).isEqualTo(2);
  }

  @Test
  void shouldRememberWhatCompactionTookButNeverTakeTheLastEntry() {
    append("a", "b");

    assertThat(log.compact(0)).isTrue();
    assertThat(log.compact(0)).isFalse();
    assertThat(log.compact(1)).isFalse();
    assertThat(log.read(0, 10))
        .extracting(LogEntry::kind)
        .containsExactly(LogEntry.Kind.COMPACTED, LogEntry.Kind.RECORD);
    assertThat(log.everAt(0)).first().extracting(PartitionLogTest::text).isEqualTo("a");
  }

  @Test
  void shouldBeginLaterWhereRetentionDeleted() {
    append("a", "b", "c");
    log.deleteBefore(2);
    log.deleteBefore(1);

    assertThat(log.start()).isEqualTo(2);
    assertThat(log.at(1)).isNull();
    assertThat(log.everAt(1)).hasSize(1);
    log.deleteBefore(99);
    assertThat(log.start()).isEqualTo(3);
  }

  @Test
  void shouldTellWhereTheEntriesOfAnEpochEnd() {
    append("a", "b"); // epoch 0
    log.newLeader();
    append("c"); // epoch 1
    log.newLeader();
    log.truncate(2); // epoch 3; nothing of 1 is left, and nothing was written in 2
    append("C");

    assertThat(log.endOf(0)).isEqualTo(new PartitionLog.EpochEnd(0, 2));
    assertThat(log.endOf(1)).isEqualTo(new PartitionLog.EpochEnd(0, 2));
    assertThat(log.endOf(3)).isEqualTo(new PartitionLog.EpochEnd(3, 3));
    assertThat(log.endOf(4)).isNull();
    log.deleteBefore(3);
    assertThat(log.endOf(0)).isEqualTo(new PartitionLog.EpochEnd(0, 3));
  }

  @Test
  void shouldKeepTheLogsOfATopicThatWasMadeAnew() {
    append("a");
    UUID old = topic.id();
    topic.recreate(2);

    assertThat(topic.id()).isNotEqualTo(old);
    assertThat(topic.partitions()).isEqualTo(2);
    assertThat(topic.log(0).end()).isZero();
    assertThat(topic.log(old, 0)).isSameAs(log);
    assertThat(topic.log(old, 1)).isNull();
    topic.addPartitions(1);
    assertThat(topic.log(topic.id(), 2)).isSameAs(topic.log(2));
    assertThat(topic.everything().keySet()).containsExactly(old, topic.id());
  }
}
