package io.tallyman.simulate.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client does with that which it has fetched ahead. */
final class AssignedPartitionTest {

  private final SimulatedTopic topic = new SimulatedTopic(KafkaBench.TOPIC, 1);
  private final PartitionLog log = topic.log(0);
  private final AssignedPartition partition =
      new AssignedPartition(KafkaBench.partition(0), topic, new SplittableRandom(1), false);

  @BeforeEach
  void fetchAhead() {
    append("old");
    partition.seek(0, null);
    fetch();
  }

  private void append(String value) {
    topic.log(0).append(value.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** The leader may have to be found first. */
  private void fetch() {
    for (int i = 0; i < 10; i++) {
      partition.fetch();
    }
  }

  private List<String> served() {
    AssignedPartition.Served served = partition.serve(10);
    return served == null
        ? List.of()
        : served.records().stream()
            .map(each -> new String(each.value(), StandardCharsets.UTF_8))
            .toList();
  }

  @Test
  void shouldServeItThoughTheLogHasLostItMeanwhile() {
    log.truncate(0);
    append("new");
    fetch();

    assertThat(served()).containsExactly("old");
  }

  @Test
  void shouldServeItAfterAWayAroundOnWhichItWasPaused() {
    partition.setPaused(true);
    partition.seek(7, null);
    topic.recreate(1);
    append("new");
    fetch();
    partition.seek(0, null);
    partition.setPaused(false);
    fetch();

    assertThat(served()).containsExactly("old");
  }

  @Test
  void shouldFetchAnewOnceItHasReadElsewhere() {
    append("next");
    partition.seek(1, null);
    fetch();
    partition.seek(0, null);
    fetch();

    assertThat(served()).containsExactly("old", "next");
  }

  @Test
  void shouldDropItWhereItIsToBeComparedFirst() {
    partition.seek(0, 0);
    assertThat(served()).isEmpty();
    assertThat(partition.validate()).isNull();
    fetch();

    assertThat(served()).containsExactly("old");
  }

  @Test
  void shouldHearOfAnotherLeaderThoughItIsPausedAndKeepIt() {
    assertThat(served()).containsExactly("old");
    append("older");
    fetch();
    partition.setPaused(true);
    log.truncate(0);
    append("new");
    append("newer");
    boolean truncated = false;
    for (int i = 0; i < 100 && !truncated; i++) {
      truncated = partition.validate() != null;
    }
    assertThat(truncated).isTrue();
    partition.seek(1, null);
    partition.setPaused(false);

    assertThat(served()).containsExactly("older");
  }

  @Test
  void shouldFailThoughItIsPausedMeanwhile() {
    partition.seek(9, null);
    fetch();
    partition.setPaused(true);

    assertThatThrownBy(() -> partition.serve(1)).isInstanceOf(OffsetOutOfRangeException.class);
    assertThat(partition.serve(1)).isNull();
  }

  @Test
  void shouldServeNothingOnceItsRevocationHasBegun() {
    partition.leave();

    assertThat(served()).isEmpty();
  }

  @Test
  void shouldWaitWhereATopicOfThatNameHasFewerPartitions() {
    topic.recreate(0);
    partition.seek(1, 0);
    fetch();

    assertThat(served()).isEmpty();
    assertThat(partition.validate()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void shouldMissATruncationOnlyWhereItComparesBetweenPolls(boolean background, boolean missed) {
    boolean any = false;
    for (int seed = 0; seed < 50; seed++) {
      any |= missesWhatWasCutOff(new SplittableRandom(seed), background);
    }
    assertThat(any).isEqualTo(missed);
  }

  /** Entries are cut off behind the position, which compares well, within what was fetched. */
  private static boolean missesWhatWasCutOff(SplittableRandom random, boolean background) {
    SimulatedTopic topic = new SimulatedTopic(KafkaBench.TOPIC, 1);
    AssignedPartition partition =
        new AssignedPartition(KafkaBench.partition(0), topic, random, background);
    append(topic, 6, "old");
    partition.seek(0, null);
    while (partition.serve(1) == null) {
      partition.fetch();
    }
    topic.log(0).truncate(2);
    append(topic, 20, "new");
    boolean stale = false;
    while (partition.position() < topic.log(0).end()) {
      if (partition.validate() != null) {
        return false;
      }
      AssignedPartition.Served served = partition.serve(1);
      partition.fetch();
      stale |= served != null && served.next().offset() == 4 && isOld(served);
    }
    return stale;
  }

  private static void append(SimulatedTopic topic, int number, String value) {
    for (int i = 0; i < number; i++) {
      topic.log(0).append(value.getBytes(StandardCharsets.UTF_8), 0);
    }
  }

  private static boolean isOld(AssignedPartition.Served served) {
    return new String(served.records().get(0).value(), StandardCharsets.UTF_8).equals("old");
  }
}
