package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ConsumerTogglesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final OptionalInt ALL = OptionalInt.empty();
  private static final boolean PAUSED = true;
  private static final boolean RUNNING = false;
  private static final boolean HOST = false;
  private static final boolean FLEET = true;

  private final ConsumerToggles toggles = new ConsumerToggles();

  @Test
  void shouldHoldBackOnePartition() {
    toggles.replace(List.of(said(OptionalInt.of(1), PAUSED, HOST)));

    assertThat(isPaused(1)).isTrue();
    assertThat(isPaused(0)).isFalse();
    assertThat(toggles.isPaused(new SourcePartition("other", "fruit-topic", 1))).isFalse();
  }

  @Test
  void shouldHoldBackAWholeSourceWithThePartitionsToCome() {
    toggles.replace(List.of(said(ALL, PAUSED, FLEET)));

    assertThat(isPaused(99)).isTrue();
    assertThat(toggles.isPaused(new SourcePartition("other", "fruit-topic", 99))).isFalse();
  }

  @Test
  void shouldForgetWhatIsNotSaidAnyMore() {
    toggles.replace(List.of(said(ALL, PAUSED, HOST), said(OptionalInt.of(1), PAUSED, FLEET)));
    toggles.replace(List.of(said(OptionalInt.of(1), PAUSED, FLEET)));

    assertThat(isPaused(0)).isFalse();
    assertThat(isPaused(1)).isTrue();
    assertThat(toggles.list()).hasSize(1);
  }

  @Test
  void shouldPreferWhatIsSaidOfThePartition() {
    toggles.replace(List.of(said(ALL, PAUSED, FLEET), said(OptionalInt.of(1), RUNNING, FLEET)));

    assertThat(isPaused(0)).isTrue();
    assertThat(isPaused(1)).isFalse();
  }

  @Test
  void shouldPreferWhatIsSaidOfThisHostEvenWhereTheFleetIsToldOfThePartition() {
    toggles.replace(List.of(said(OptionalInt.of(1), PAUSED, FLEET), said(ALL, RUNNING, HOST)));

    assertThat(isPaused(1)).isFalse();
  }

  @Test
  void shouldSayByWhoseWordAPartitionIsHeldBack() {
    Toggle source = said(ALL, PAUSED, FLEET);
    Toggle partition = said(OptionalInt.of(1), PAUSED, HOST);
    toggles.replace(List.of(source, partition));

    assertThat(toggles.pauseOf(Fruit.partition(1))).hasValue(partition);
    assertThat(toggles.pauseOf(Fruit.partition(2))).hasValue(source);
    assertThat(source.sentence())
        .isEqualTo(
            "fruit: all partitions paused on the fleet since 2026-01-01T00:00:00Z by ada until"
                + " 2026-01-01T01:00:00Z (disk)");
    assertThat(partition.sentence()).startsWith("fruit partition 1 paused on this host since");
  }

  @Test
  void shouldHoldEverythingBackWhileThereMayBeMoreThanWhatIsKnown() {
    Toggle.Origin why = new Toggle.Origin(false, "tallyman itself", "never read", NOW, null);
    toggles.replaceUnsurely(List.of(said(ALL, RUNNING, HOST)), why);

    assertThat(isPaused(1)).isTrue();
    assertThat(toggles.pauseOf(Fruit.partition(1)).orElseThrow().sentence()).contains("never read");

    toggles.replace(List.of());
    assertThat(isPaused(1)).isFalse();
  }

  @Test
  void shouldListTogglesBySourceAndPartition() {
    toggles.replace(
        List.of(
            said(OptionalInt.of(10), PAUSED, HOST),
            said(OptionalInt.of(2), PAUSED, FLEET),
            said(OptionalInt.of(2), RUNNING, HOST),
            said(ALL, PAUSED, HOST),
            new Toggle("apples", OptionalInt.of(3), PAUSED, origin(HOST))));

    assertThat(toggles.list())
        .extracting(
            toggle -> toggle.source() + toggle.partition().orElse(-1) + toggle.origin().fleet())
        .containsExactly(
            "apples3false", "fruit-1false", "fruit2false", "fruit2true", "fruit10false");
  }

  private boolean isPaused(int partition) {
    return toggles.isPaused(Fruit.partition(partition));
  }

  private static Toggle said(OptionalInt partition, boolean paused, boolean fleet) {
    return new Toggle(Fruit.SOURCE, partition, paused, origin(fleet));
  }

  private static Toggle.Origin origin(boolean fleet) {
    return new Toggle.Origin(fleet, "ada", "disk", NOW, NOW.plusSeconds(3_600));
  }
}
