package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HoldingsTest {

  private static final Optional<TopicView> VIEW =
      Optional.of(
          new TopicView(
              Fruit.TOPIC_ID,
              4,
              Map.of(0, new TopicView.Log(0, 50, OptionalInt.empty())),
              Instant.EPOCH,
              0));

  private final OperatorToggles toggles = new OperatorToggles();
  private final Holdings holdings = new Holdings(Fruit.SOURCE);

  private PartitionStatus status(int number, String trouble) {
    return holdings.statuses(VIEW, toggles.applied(), trouble).stream()
        .filter(each -> each.partition().number() == number)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldSayHowFarACountedPartitionIsBehind() {
    holdings.put(
        Fruit.kafka(0),
        new Holding.Counting(Fruit.TOPIC_ID, 7, 45, OptionalInt.empty(), 30, Instant.EPOCH));
    holdings.put(
        Fruit.kafka(1), new Holding.Counting(Fruit.TOPIC_ID, 7, 45, OptionalInt.empty(), 30, null));

    assertThat(status(0, "").lag()).isEqualTo(OptionalLong.of(20));
    assertThat(status(0, "").position()).isEqualTo(45);
    assertThat(status(0, "").ownerEpoch()).isEqualTo(7);
    assertThat(status(1, "").lag()).isEmpty(); // nobody knows its end now
  }

  @Test
  void shouldNeverBeAheadOfTheLog() {
    holdings.put(
        Fruit.kafka(0), new Holding.Counting(Fruit.TOPIC_ID, 7, 70, OptionalInt.empty(), 70, null));

    assertThat(status(0, "").lag()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void shouldSayWhyAPartitionIsNotCounted() {
    holdings.put(
        Fruit.kafka(0), new Holding.Counting(Fruit.TOPIC_ID, 7, 1, OptionalInt.empty(), 1, null));
    holdings.put(Fruit.kafka(1), new Holding.Parked(0, false));
    holdings.put(
        Fruit.kafka(2),
        new Holding.Stopped(
            9,
            Holding.Stopped.Why.LOSS,
            "offsets are lost",
            Fruit.TOPIC_ID,
            1,
            OptionalLong.empty()));
    toggles.pause(Fruit.SOURCE, OptionalInt.empty(), "disk");

    assertThat(status(0, "").state()).isEqualTo(PartitionStatus.State.PAUSED);
    assertThat(status(0, "").cause())
        .isEqualTo(
            "fruit: all partitions paused on this host since 1970-01-01T00:00:00Z by operator at"
                + " 127.0.0.1 (disk)");
    assertThat(status(1, "").state()).isEqualTo(PartitionStatus.State.CLAIMING);
    assertThat(status(1, "").cause()).contains("store");
    assertThat(status(1, "no brokers").cause()).isEqualTo("no brokers");
    assertThat(status(2, "").state()).isEqualTo(PartitionStatus.State.STOPPED);
    assertThat(status(2, "").cause()).isEqualTo("offsets are lost");
    assertThat(status(2, "").position()).isEqualTo(9);
  }

  @Test
  void shouldListPartitionsInTheOrderOfTheirNumbers() {
    for (int number : new int[] {10, 2, 1}) {
      holdings.put(Fruit.kafka(number), new Holding.Parked(0, false));
    }

    assertThat(holdings.statuses(VIEW, toggles.applied(), ""))
        .extracting(each -> each.partition().number())
        .containsExactly(1, 2, 10);
  }
}
