package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.SourcePartition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ConsumerTogglesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final OptionalInt ALL = OptionalInt.empty();

  private final ConsumerToggles toggles = new ConsumerToggles(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void shouldHoldBackOnePartition() {
    toggles.pause("fruit", OptionalInt.of(1), "disk");

    assertThat(toggles.isPaused(Fruit.partition(1))).isTrue();
    assertThat(toggles.isPaused(Fruit.partition(0))).isFalse();
    assertThat(toggles.isPaused(new SourcePartition("other", "fruit-topic", 1))).isFalse();
  }

  @Test
  void shouldHoldBackAWholeSourceWithThePartitionsToCome() {
    toggles.pause("fruit", ALL, "");

    assertThat(toggles.isPaused(Fruit.partition(99))).isTrue();
    assertThat(toggles.isPaused(new SourcePartition("other", "fruit-topic", 99))).isFalse();
  }

  @Test
  void shouldLetAWholeSourceGoOnHoweverItWasPaused() {
    toggles.pause("fruit", ALL, "");
    toggles.pause("fruit", OptionalInt.of(1), "");
    toggles.pause("other", ALL, "");
    toggles.resume("fruit", ALL);

    assertThat(toggles.isPaused(Fruit.partition(1))).isFalse();
    assertThat(toggles.list()).extracting(ConsumerToggles.Toggle::source).containsExactly("other");
  }

  @Test
  void shouldLetOnePartitionGoOn() {
    toggles.pause("fruit", OptionalInt.of(0), "");
    toggles.pause("fruit", OptionalInt.of(1), "");
    toggles.resume("fruit", OptionalInt.of(0));
    toggles.resume("fruit", OptionalInt.of(7)); // was never paused

    assertThat(toggles.isPaused(Fruit.partition(0))).isFalse();
    assertThat(toggles.isPaused(Fruit.partition(1))).isTrue();
  }

  @Test
  void shouldKeepTheFirstReasonAndTime() {
    toggles.pause("fruit", OptionalInt.of(1), "first");
    toggles.pause("fruit", OptionalInt.of(1), "second");

    assertThat(toggles.list())
        .containsExactly(new ConsumerToggles.Toggle("fruit", OptionalInt.of(1), "first", NOW));
  }

  @Test
  void shouldListTogglesBySourceAndPartition() {
    toggles.pause("fruit", OptionalInt.of(10), "");
    toggles.pause("fruit", OptionalInt.of(2), "");
    toggles.pause("fruit", ALL, "");
    toggles.pause("apples", OptionalInt.of(3), "");

    assertThat(toggles.list())
        .extracting(toggle -> toggle.source() + toggle.partition().orElse(-1))
        .containsExactly("apples3", "fruit-1", "fruit2", "fruit10");
  }
}
