package io.tallyman.simulate.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** That the model reads as Kafka's consumer does. */
final class SimulatedConsumerTest {

  private static final TopicPartition P0 = KafkaBench.partition(0);

  private final KafkaBench bench = new KafkaBench(GroupProtocol.CONSUMER, 2, 7);
  private final KafkaBench.Client client = bench.client("client");
  private final SimulatedConsumer consumer = client.consumer;
  private final PartitionLog log = bench.topic.log(0);

  private void run() {
    bench.run(20, client);
  }

  /** Polls until it fails, and gives the failure. */
  private Throwable failure() {
    for (int i = 0; i < 100; i++) {
      Throwable failure = catchThrowable(() -> consumer.poll(Duration.ZERO));
      if (failure instanceof OffsetOutOfRangeException) {
        return failure;
      }
    }
    throw new AssertionError("nothing failed");
  }

  @Test
  void shouldServeEachRecordOnceInOrder() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      bench.append(0, "r" + i);
      expected.add("0:r" + i);
    }
    run();

    assertThat(client.served).isEqualTo(expected);
    assertThat(consumer.position(P0)).isEqualTo(300);
  }

  @Test
  void shouldMovePastWhatIsNeverServedAndSaySo() {
    run();
    log.openTransaction();
    log.appendAborted(new byte[0], 0);
    run();
    assertThat(consumer.position(P0)).isZero();

    log.closeTransaction(0);
    log.newLeader();
    log.appendMarker(0);
    boolean told = false;
    for (int i = 0; i < 50 && !told; i++) {
      client.poll();
      told = new OffsetAndMetadata(3, Optional.of(1), "").equals(client.last.nextOffsets().get(P0));
    }

    assertThat(told).isTrue();
    assertThat(client.served).isEmpty();
    assertThat(consumer.position(P0)).isEqualTo(3);
  }

  @Test
  void shouldServeNothingOfWhatIsPausedAndKeepWhatWasFetchedAhead() {
    run();
    bench.append(0, "a");
    bench.append(1, "b");
    consumer.pause(List.of(P0));
    run();
    assertThat(client.served).containsExactly("1:b");
    assertThat(consumer.paused()).containsExactly(P0);

    consumer.resume(List.of(P0));
    run();

    assertThat(client.served).containsExactly("1:b", "0:a");
  }

  @Test
  void shouldReadAnewWhereItWasSentBack() {
    bench.append(0, "a", "b", "c");
    run();
    consumer.seek(P0, 1);
    run();

    assertThat(client.served).containsExactly("0:a", "0:b", "0:c", "0:b", "0:c");
  }

  @Test
  void shouldFailWhereRetentionHasOvertakenItAndBeyondTheEnd() {
    bench.append(0, "a", "b", "c");
    run();
    log.deleteBefore(3);
    consumer.seek(P0, 1);
    assertThat(failure())
        .isExactlyInstanceOf(OffsetOutOfRangeException.class)
        .extracting(e -> ((OffsetOutOfRangeException) e).offsetOutOfRangePartitions())
        .isEqualTo(Map.of(P0, 1L));

    consumer.seek(P0, 4);
    assertThat(failure()).isExactlyInstanceOf(OffsetOutOfRangeException.class);
  }

  @Test
  void shouldNoticeByItsEpochThatTheLogIsAnother() {
    bench.append(0, "a", "b", "c");
    run();
    log.truncate(1);
    bench.append(0, "B", "C", "D", "E");

    Throwable failure = failure();
    assertThat(failure).isInstanceOf(LogTruncationException.class);
    LogTruncationException truncated = (LogTruncationException) failure;
    assertThat(truncated.offsetOutOfRangePartitions()).isEqualTo(Map.of(P0, 3L));
    assertThat(truncated.divergentOffsets())
        .isEqualTo(Map.of(P0, new OffsetAndMetadata(1, Optional.of(0), "")));
    assertThat(failure()).as("again").isInstanceOf(LogTruncationException.class);

    consumer.seek(P0, 3); // without an epoch there is nothing to compare
    run();
    assertThat(client.served).endsWith("0:D", "0:E");
  }

  @Test
  void shouldCompareThePositionThatItIsGivenThoughItIsPaused() {
    bench.append(0, "a", "b");
    run();
    log.truncate(1);
    consumer.pause(List.of(P0));
    consumer.seek(P0, new OffsetAndMetadata(2, Optional.of(0), ""));

    assertThat(failure()).isInstanceOf(LogTruncationException.class);
    consumer.seek(P0, new OffsetAndMetadata(1, Optional.of(0), ""));
    run();
    assertThat(consumer.position(P0)).isEqualTo(1);
  }

  @Test
  void shouldNotKnowWhereALogIsAnotherThatHasNoSuchEpoch() {
    log.newLeader();
    bench.append(0, "a", "b");
    run();
    bench.topic.recreate(2);
    consumer.seek(P0, new OffsetAndMetadata(2, Optional.of(1), ""));

    LogTruncationException truncated = (LogTruncationException) failure();
    assertThat(truncated.divergentOffsets()).isEmpty();
  }

  @Test
  void shouldGoOnAtTheSamePositionInATopicThatWasMadeAnew() {
    KafkaBench classic = new KafkaBench(GroupProtocol.COOPERATIVE, 1, 3);
    KafkaBench.Client reader = classic.client("reader");
    classic.append(0, "a", "b");
    classic.run(20, reader);
    classic.topic.recreate(1);
    classic.append(0, "A", "B", "C");
    classic.run(20, reader);

    assertThat(reader.served).containsExactly("0:a", "0:b", "0:C");
    assertThat(reader.told).containsOnlyOnce("assigned [0]").noneMatch(each -> each.contains("re"));
  }

  @Test
  void shouldWaitForABrokerThatIsAway() {
    run();
    log.setAway(true);
    bench.append(0, "a");
    run();
    assertThat(client.served).isEmpty();

    log.setAway(false);
    consumer.setCutOff(true);
    run();
    assertThat(client.served).isEmpty();

    consumer.setCutOff(false);
    run();
    assertThat(client.served).containsExactly("0:a");
  }

  @Test
  void shouldFindTheCommittedOffsetWhereNobodyGivesAPosition() {
    KafkaBench other = new KafkaBench(GroupProtocol.CONSUMER, 1, 5);
    KafkaBench.Client first = other.client("first");
    other.append(0, "a", "b", "c");
    other.run(10, first);
    List<Object> answers = new ArrayList<>();
    first.consumer.commitAsync(
        Map.of(P0, new OffsetAndMetadata(2)), (offsets, e) -> answers.add(e == null ? "ok" : e));
    assertThat(answers).isEmpty();
    other.run(1, first);
    assertThat(answers).containsExactly("ok");
    assertThat(other.group.committed(0)).isEqualTo(OptionalLong.of(2));
    assertThat(first.consumer.committed(Set.of(P0))).containsKey(P0);
    first.consumer.close();

    SimulatedConsumer second = new SimulatedConsumer(other.group, "second", null);
    second.subscribe(List.of(KafkaBench.TOPIC), new Silent());
    for (int i = 0; i < 20; i++) {
      other.pass(Duration.ofSeconds(1));
      second.poll(Duration.ZERO);
    }
    assertThat(second.position(P0)).isEqualTo(3);
  }

  @Test
  void shouldFailWhereThereIsNoPositionAtAll() {
    SimulatedConsumer lost = new SimulatedConsumer(bench.group, "lost", null);
    lost.subscribe(List.of(KafkaBench.TOPIC), new Silent());

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                bench.pass(Duration.ofSeconds(1));
                lost.poll(Duration.ZERO);
              }
            })
        .isInstanceOf(NoOffsetForPartitionException.class);
  }

  @Test
  void shouldRefuseWhatIsNotAssigned() {
    run();
    TopicPartition foreign = KafkaBench.partition(5);

    assertThatThrownBy(() -> consumer.seek(foreign, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> consumer.pause(List.of(foreign)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(consumer::unsubscribe).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldEndAPollThatIsWokenUp() {
    consumer.wakeup();

    assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).isInstanceOf(WakeupException.class);
    client.poll();
  }

  @Test
  void shouldGiveEverythingBackWhenItCloses() {
    run();
    consumer.close();

    assertThat(client.told).last().isEqualTo("revoked [0, 1]");
    assertThat(bench.group.members()).isEmpty();
    assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).hasMessageContaining("closed");
  }
}
