package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LedgerGrowthTest {

  private static final UUID TOPIC = UUID.randomUUID();

  private final List<LedgerEntry> absorbed = new ArrayList<>();

  private static LedgerEntry entry(int partition, long first, long next) {
    long served = next - first;
    return new LedgerEntry(
        new RollupId("sales", "0123456789ab"),
        "t",
        TOPIC,
        partition,
        new OffsetRange(first, next),
        served,
        0,
        new Outcomes(served, 0, 0, 0, 0, 0));
  }

  @Test
  void shouldBeginARangeOfItsOwn() throws Exception {
    assertThat(LedgerGrowth.of(entry(0, 10, 20), List.of(entry(1, 0, 15)), absorbed))
        .isEqualTo(entry(0, 10, 20));
    assertThat(absorbed).isEmpty();
  }

  @Test
  void shouldGrowTheRangeToItsLeft() throws Exception {
    assertThat(LedgerGrowth.of(entry(0, 10, 20), List.of(entry(0, 0, 10)), absorbed))
        .isEqualTo(entry(0, 0, 20));
    assertThat(absorbed).isEmpty();
  }

  @Test
  void shouldTakeInTheRangeToItsRight() throws Exception {
    List<LedgerEntry> stored = List.of(entry(0, 20, 30), entry(0, 0, 10));

    assertThat(LedgerGrowth.of(entry(0, 10, 20), stored, absorbed)).isEqualTo(entry(0, 0, 30));
    assertThat(absorbed).containsExactly(entry(0, 20, 30));
  }

  @Test
  void shouldRefuseWhatIsCountedAlready() {
    for (LedgerEntry stored :
        List.of(entry(0, 0, 30), entry(0, 12, 15), entry(0, 5, 11), entry(0, 19, 25))) {
      assertThatThrownBy(() -> LedgerGrowth.of(entry(0, 10, 20), List.of(stored), absorbed))
          .isInstanceOf(LedgerOverlap.class)
          .hasMessageContaining(stored.range().toString());
    }
  }
}
